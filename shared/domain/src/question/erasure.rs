//! What outlives the erasure of a case: only what implies no condition, no specialty and no doctor.

use crate::{Actor, Party, Recorded, access, casework, referral, report};

/// Whether a record keeps its content when the case is erased: only what implies no condition, no
/// specialty and no doctor does. Of every other record its place, its name and its hash stay.
pub fn outlives_erasure(recorded: &Recorded) -> bool {
    use crate::Event as E;
    let kept = match &recorded.event {
        // By a mark the member could be found again.
        E::Referral(event) => !matches!(event, referral::Event::MemberMarked { .. }),
        E::Consent(_) | E::Keeping(_) => true,
        E::Access(event) => access_outlives(event),
        E::Casework(event) => casework_outlives(event),
        E::Report(event) => matches!(event, report::Event::Released { .. }),
        E::Matching(_) | E::Records(_) | E::Scheduling(_) => false,
    };
    kept && reader_outlives_erasure(&recorded.by)
}

/// Without a wildcard: a new event does not compile until somebody has decided about it.
fn access_outlives(event: &access::Event) -> bool {
    use access::Event as E;
    match event {
        E::ContactCorrected { .. }
        | E::PrivateContactOffered { .. }
        | E::PrivateContactConfirmed { .. } => true,
        // They name a party, and with it a doctor or a specialist.
        E::LinkAsked { .. } | E::NotDelivered { .. } | E::MarkedAsSpam { .. } => false,
    }
}

fn casework_outlives(event: &casework::Event) -> bool {
    use casework::Event as E;
    match event {
        // It may name a doctor.
        E::ContactLogged { with, .. } => *with == Party::Member,
        E::NurseAssigned { .. }
        | E::NurseReassigned { .. }
        | E::NurseCovered { .. }
        | E::IntroductionSent
        | E::NoteAdded { .. }
        | E::NoteCorrected { .. }
        | E::MarkedUrgent
        | E::Paused { .. }
        | E::Resumed
        | E::TaskAdded { .. }
        | E::TaskDone { .. }
        | E::QuestionAdded(_)
        | E::ComplaintAnswered { .. }
        | E::GlassBroken { .. }
        | E::Stopped { .. }
        | E::Closed { .. }
        | E::MemberDied => true,
        E::NeedsRecorded { .. }
        | E::DoctorNamed(_)
        | E::DoctorCorrected { .. }
        | E::DoctorWithdrawn { .. }
        | E::EmployerAddressAllowed { .. }
        | E::ComplaintMade { .. }
        | E::DatesSet(_) => false,
    }
}

/// Whether it may stay known that they had to do with an erased case: a doctor tells of a condition.
pub fn reader_outlives_erasure(who: &Actor) -> bool {
    !matches!(
        who,
        Actor::Specialist(_) | Actor::PrimaryConsultant(_) | Actor::Secretary(_) | Actor::Bearer(_)
    )
}
