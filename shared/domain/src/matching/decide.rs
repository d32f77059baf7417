//! Whether specialists are offered, and whether one of them is chosen and accepts.

use super::{Command, Event, OFFERED, Refusal, bar};
use crate::calendar::london;
use crate::consent::Scope;
use crate::directory::Specialist;
use crate::ids::SpecialistId;
use crate::refusal::ensure;
use crate::{Actor, Case};
use jiff::Timestamp;

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let facts = &case.matching;
    let event = match command {
        Command::Offer { specialists } => offer(case, by, &specialists, now)?,
        Command::Choose { specialist } => {
            by.member_or_nurse(case, now)?;
            case.consented_to(Scope::Show)?;
            let offer = facts.offer.as_ref().ok_or(Refusal::NoOffer)?;
            ensure(facts.chosen.is_none(), Refusal::AlreadyChosen)?;
            ensure(offer.specialists.contains(&specialist), Refusal::NotOffered)?;
            Event::SpecialistChosen { specialist }
        }
        Command::AskForMore { reason } => {
            by.member_or_nurse(case, now)?;
            ensure(facts.offer.is_some(), Refusal::NoOffer)?;
            ensure(facts.chosen.is_none(), Refusal::AlreadyChosen)?;
            Event::MoreAskedFor { reason }
        }
        Command::Accept { delay } => {
            let specialist = by.chosen_specialist(case)?.clone();
            case.consented_to(Scope::Show)?;
            ensure(facts.accepted().is_none(), Refusal::AlreadyAccepted)?;
            ensure(delay.is_some(), Refusal::DelayNotAcceptable)?;
            Event::SpecialistAccepted { specialist }
        }
        Command::Decline { reason } => {
            let specialist = by.chosen_specialist(case)?.clone();
            ensure(facts.accepted().is_none(), Refusal::AlreadyAccepted)?;
            Event::SpecialistDeclined { specialist, reason }
        }
    };
    Ok(vec![event.into()])
}

fn offer(
    case: &Case,
    by: &Actor,
    specialists: &[Specialist],
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now)?;
    case.standing_consent()?;
    ensure(case.casework.needs.is_some(), Refusal::NeedsNotRecorded)?;
    ensure(!case.casework.doctors.is_empty(), Refusal::NoDoctorNamed)?;
    ensure(case.matching.chosen.is_none(), Refusal::AlreadyChosen)?;
    let mut ids: Vec<SpecialistId> = specialists.iter().map(|one| one.id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    ensure(OFFERED.contains(&ids.len()) && ids.len() == specialists.len(), Refusal::NotTwoOrThree)?;
    let today = london(now).date();
    let eligible = specialists.iter().all(|specialist| bar(case, specialist, today).is_none());
    ensure(eligible, Refusal::NotEligible)?;
    Ok(Event::OfferMade { specialists: specialists.iter().map(|one| one.id.clone()).collect() })
}
