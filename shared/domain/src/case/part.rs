//! The one answer to who of our own people has a part in a case, and which doors it opens.
//!
//! Commands, reads and the functions' doors all ask here; what a part may do or see is theirs to say.

use super::Case;
use crate::Actor;
use crate::refusal::Gate;
use jiff::Timestamp;

/// The part that one of our own people has in a case at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaffPart {
    /// The nurse who owns the case, or who covers for them.
    Nurse,
    /// A nurse, while no nurse has the case yet: any may take it.
    FreeToTake,
    /// A nurse who has broken the glass, and only reads.
    BrokenGlass,
    /// Another nurse.
    OtherNurse,
    ClinicalLead,
    /// Sees and ends how long the case is kept, and nothing else of it.
    Operator,
    /// Not one of our own people.
    None,
}

/// What one of our own people wants at a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// To work on it.
    Work,
    /// To read it.
    Read,
    /// To say why they must read a case that is not theirs, and only then read it.
    BreakGlass,
    /// To see and end how long it is kept.
    Keep,
}

impl Actor {
    pub fn part_in(&self, case: &Case, now: Timestamp) -> StaffPart {
        let facts = &case.casework;
        match self {
            Self::Nurse(nurse) if facts.is_nurse_of_case(nurse, now) => StaffPart::Nurse,
            // An erased case names no nurse any more; it is nobody's to take.
            Self::Nurse(_) if facts.nurse.is_none() && case.keeping.erased.is_none() => {
                StaffPart::FreeToTake
            }
            Self::Nurse(nurse) if facts.has_broken_glass(nurse, now) => StaffPart::BrokenGlass,
            Self::Nurse(_) => StaffPart::OtherNurse,
            Self::ClinicalLead(_) => StaffPart::ClinicalLead,
            Self::Operator(_) => StaffPart::Operator,
            Self::Client(_)
            | Self::Member
            | Self::PrimaryConsultant(_)
            | Self::Secretary(_)
            | Self::Specialist(_)
            | Self::Bearer(_)
            | Self::Clock
            | Self::Scanner
            | Self::Postmaster
            | Self::Archivist => StaffPart::None,
        }
    }
}

impl StaffPart {
    /// Whether the door opens. A person who has no part in a case does not learn that it exists.
    pub fn opens(self, door: Door) -> Result<(), Gate> {
        let opens = match self {
            Self::Nurse | Self::FreeToTake => door != Door::Keep,
            Self::BrokenGlass => matches!(door, Door::Read | Door::BreakGlass),
            Self::OtherNurse => door == Door::BreakGlass,
            Self::ClinicalLead => matches!(door, Door::Work | Door::Read),
            Self::Operator => door == Door::Keep,
            Self::None => false,
        };
        if opens { Ok(()) } else { Err(Gate::NotYours) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_opens_its_own_doors() {
        use Door::{BreakGlass, Keep, Read, Work};
        for (part, doors) in [
            (StaffPart::Nurse, &[Work, Read, BreakGlass][..]),
            (StaffPart::FreeToTake, &[Work, Read, BreakGlass]),
            (StaffPart::BrokenGlass, &[Read, BreakGlass]),
            (StaffPart::OtherNurse, &[BreakGlass]),
            (StaffPart::ClinicalLead, &[Work, Read]),
            (StaffPart::Operator, &[Keep]),
            (StaffPart::None, &[]),
        ] {
            for door in [Work, Read, BreakGlass, Keep] {
                let expected = if doors.contains(&door) { Ok(()) } else { Err(Gate::NotYours) };
                assert_eq!(part.opens(door), expected, "{part:?} at {door:?}");
            }
        }
    }
}
