//! Whether specialists are offered, and whether one of them is chosen, accepts, and stays.

use super::choosing::{accept, ask_again, ask_for_more, choose, decline, keep, replace};
use super::{Command, Event, OFFERED, Offered, Refusal, bar};
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
    let event = match command {
        Command::Offer { specialists } => offer(case, by, &specialists, now)?,
        Command::Choose { specialist, shown, reason } => {
            choose(case, by, &specialist, shown, reason, now)?
        }
        Command::KeepChoice { shown, reason } => keep(case, by, shown, reason, now)?,
        Command::AskForMore { reason } => return ask_for_more(case, by, reason, now),
        Command::Accept { specialist, shown, delay, conflict } => {
            ensure(delay.is_some(), Refusal::DelayNotAcceptable)?;
            ensure(conflict.is_some(), Refusal::ConflictNotAnswered)?;
            accept(case, by, &specialist, shown, now)?
        }
        Command::Decline { reason } => decline(case, by, reason)?,
        Command::Replace { why } => return replace(case, by, why, now),
        Command::AskAgain { yes } => ask_again(case, by, yes, now)?,
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
    case.consented_to(Scope::Show)?;
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
    Ok(Event::OfferMade { specialists: specialists.iter().map(Offered::of).collect() })
}
