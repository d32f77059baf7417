//! Assigning a nurse: by hand, or the one who has the skills and the least to do.

use super::{Event, Refusal};
use crate::directory::Skill;
use crate::ids::StaffId;
use crate::referral::AgeBand;
use crate::{Actor, Case};
use jiff::Timestamp;

/// A nurse who could take a case, with the open cases that they own now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub nurse: StaffId,
    pub skills: Vec<Skill>,
    pub open_cases: usize,
}

/// The skills that the case asks for, as far as it is known.
pub fn skills_wanted(case: &Case) -> Vec<Skill> {
    let age = case.received.as_ref().map(|received| received.age);
    let child = matches!(age, Some(AgeBand::Under16 | AgeBand::From16To17));
    let specialty = case.casework.specialty().cloned();
    let children = child.then_some(Skill::Children);
    children.into_iter().chain(specialty.map(Skill::Specialty)).collect()
}

/// The nurse with the most of the skills wanted; among those, the one with the fewest open cases;
/// among those, the first by id, so that the same question has the same answer.
pub fn choose<'a>(wanted: &[Skill], candidates: &'a [Candidate]) -> Option<&'a StaffId> {
    let missing = |it: &Candidate| wanted.iter().filter(|skill| !it.skills.contains(skill)).count();
    let best = candidates.iter().min_by_key(|it| (missing(it), it.open_cases, &it.nurse))?;
    Some(&best.nurse)
}

/// A nurse takes the case or hands it on; the clinical lead may place it as well.
pub(super) fn assign(
    case: &Case,
    by: &Actor,
    nurse: StaffId,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.any_nurse().map(|_| ()).or_else(|_| by.clinical_lead())?;
    match &case.casework.nurse {
        None => Ok(Event::NurseAssigned { nurse }),
        Some(owner) if owner.nurse == nurse => Err(Refusal::AlreadyAssigned.into()),
        Some(_) => {
            by.owning_nurse(case, now).map(|_| ()).or_else(|_| by.clinical_lead())?;
            Ok(Event::NurseReassigned { nurse })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::Specialty;

    fn candidate(nurse: &str, skills: &[Skill], open_cases: usize) -> Candidate {
        Candidate { nurse: nurse.parse().expect("an id"), skills: skills.to_vec(), open_cases }
    }

    #[test]
    fn skills_come_before_load_and_load_before_the_name() {
        let heart = Skill::Specialty(Specialty::try_from("320".to_owned()).expect("a code"));
        let nurses = [
            candidate("asha", &[], 3),
            candidate("ben", std::slice::from_ref(&heart), 9),
            candidate("chloe", &[Skill::Children, heart.clone()], 20),
            candidate("dev", &[], 3),
        ];
        let chosen = |wanted: &[Skill]| choose(wanted, &nurses).expect("a nurse").to_string();
        assert_eq!(chosen(&[]), "asha");
        assert_eq!(chosen(std::slice::from_ref(&heart)), "ben");
        assert_eq!(chosen(&[Skill::Children, heart]), "chloe");
        assert_eq!(choose(&[], &[]), None);
    }
}
