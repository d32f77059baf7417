//! Whether a copy is made for the member, and whether a case may be erased.

use super::{Command, ErasureGrounds, Event, Refusal, SUBJECT_ACCESS_MAX};
use crate::calendar::{add_working_days, london};
use crate::due::retained_until;
use crate::refusal::{Gate, ensure};
use crate::{Actor, Case};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let facts = &case.keeping;
    let event = match command {
        Command::AskSubjectAccess => {
            may_ask(case, by, now)?;
            Event::SubjectAccessAsked { due: answered_by(case, now) }
        }
        Command::FinishCopy { copy, read } => {
            ensure(*by == Actor::Archivist, Gate::NotAllowed)?;
            ensure(facts.is_being_copied(), Refusal::NotAsked)?;
            ensure(!case.records.taken_back_since(read), Refusal::FileTakenBack)?;
            Event::CopyReady(copy)
        }
        Command::PlaceLegalHold { reason } => {
            by.operator()?;
            ensure(facts.legal_hold.is_none(), Refusal::AlreadyHeld)?;
            Event::LegalHoldPlaced { reason }
        }
        Command::LiftLegalHold => {
            by.operator()?;
            ensure(facts.legal_hold.is_some(), Refusal::NotHeld)?;
            Event::LegalHoldLifted
        }
        Command::Erase { grounds } => {
            may_erase(case, by, grounds, now)?;
            Event::Erased { grounds }
        }
    };
    Ok(vec![event.into()])
}

/// The member for themselves, or our own people on their word.
fn may_ask(case: &Case, by: &Actor, now: Timestamp) -> Result<(), crate::Refusal> {
    if case.casework.died.is_some() {
        return Err(Gate::Ended.into());
    }
    by.member_or_nurse(case, now).or_else(|_| by.operator())?;
    ensure(!case.keeping.is_being_copied(), Refusal::AlreadyAsked)?;
    Ok(ensure(case.keeping.subject_access.len() < SUBJECT_ACCESS_MAX, Refusal::TooMany)?)
}

/// One calendar month to the same date, or the month's end where it has no such date, and then the
/// next working day (ICO, "Time limits for responding to a subject access request").
fn answered_by(case: &Case, now: Timestamp) -> Date {
    let day = london(now).date().saturating_add(1.month());
    add_working_days(day, 0, case.nation())
}

/// By the clock only once the time for which it must be kept is over.
fn may_erase(
    case: &Case,
    by: &Actor,
    grounds: ErasureGrounds,
    now: Timestamp,
) -> Result<(), crate::Refusal> {
    match grounds {
        ErasureGrounds::RetentionOver => by.operator().or_else(|_| by.clock())?,
        ErasureGrounds::LawfulRequest => by.operator()?,
    }
    let ended = case.ended.as_ref().ok_or(Refusal::StillOpen)?;
    ensure(case.keeping.legal_hold.is_none(), Refusal::LegalHold)?;
    let over = now >= retained_until(case, ended);
    let lawful = grounds == ErasureGrounds::LawfulRequest;
    Ok(ensure(lawful || over, Refusal::RetentionNotOver)?)
}
