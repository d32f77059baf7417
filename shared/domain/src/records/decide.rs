//! Whether records are asked for, taken, complete, and handed over.

use super::arriving::{announce, being_checked, find_clean};
use super::asking::{ask, chase, claim_fee, objecting, unanswered};
use super::{Command, Document, DocumentState, Event, GoOn, ItemState, Refusal};
use crate::calendar::london;
use crate::case::ending::with_cancellation;
use crate::casework::{self, StopCode};
use crate::consent::Scope;
use crate::ids::SheetId;
use crate::refusal::{Gate, ensure};
use crate::{Actor, Case};
use jiff::Timestamp;

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let facts = &case.records;
    let event = match command {
        Command::Ask { doctor, checklist } => ask(case, by, doctor, checklist, now)?,
        Command::Chase { doctor } => chase(case, by, doctor, now)?,
        Command::Confirm => Event::GoAheadConfirmed { doctor: unanswered(case, by)? },
        Command::Object { reason } => {
            Event::GoAheadObjected { doctor: objecting(case, by)?, reason }
        }
        Command::Decide { go_on, reason } => {
            by.clinical_lead()?;
            case.standing_consent()?;
            ensure(facts.needs_decision(), Refusal::NothingToDecide)?;
            return Ok(decided(case, go_on, reason, now));
        }
        Command::Announce { document, used_for, dated } => {
            let document_of =
                Document { used_for, dated, announced: now, state: DocumentState::BeingChecked };
            announce(case, by, document, document_of, now)?
        }
        Command::FindClean { document, content } => return find_clean(case, by, document, content),
        Command::Refuse { document, why } => {
            by.scanner()?;
            being_checked(case, &document)?;
            Event::DocumentRefused { document, why }
        }
        Command::NotAvailable { item, reason } => {
            may_supply(case, by, now)?;
            let state = facts.checklist.get(&item).ok_or(Refusal::NotOnChecklist)?;
            ensure(*state == ItemState::Missing, Refusal::AlreadyAnswered)?;
            Event::NotAvailable { item, reason }
        }
        Command::ClaimCopyingFee { pence } => claim_fee(case, by, pence)?,
        Command::Complete => {
            by.owning_nurse(case, now)?;
            case.standing_consent()?;
            ensure(facts.complete.is_none(), Refusal::AlreadyComplete)?;
            is_whole(case, now)?;
            Event::Completed
        }
        Command::Reopen { reason } => {
            by.owning_nurse(case, now)
                .map(|_| ())
                .or_else(|_| by.chosen_specialist(case).map(|_| ()))?;
            case.standing_consent()?;
            ensure(facts.complete.is_some(), Refusal::NotComplete)?;
            Event::Reopened { reason }
        }
        Command::HandOver => hand_over(case, by, now)?,
    };
    Ok(vec![event.into()])
}

/// A decision to stop ends the case, and with it an appointment to come.
fn decided(case: &Case, go_on: GoOn, reason: SheetId, now: Timestamp) -> Vec<crate::Event> {
    let decided = Event::GoAheadDecided { go_on, reason: reason.clone() }.into();
    let ends = match go_on {
        GoOn::GoOn => Vec::new(),
        GoOn::Stop => {
            let stopped = casework::Event::Stopped { code: StopCode::GoAheadRefused, reason };
            with_cancellation(case, stopped.into(), now)
        }
    };
    [decided].into_iter().chain(ends).collect()
}

/// Who may supply records: those who were asked, the member, and the nurse on their behalf.
pub(super) fn may_supply(case: &Case, by: &Actor, now: Timestamp) -> Result<(), crate::Refusal> {
    case.consented_to(Scope::Collect)?;
    if let Actor::PrimaryConsultant(doctor) | Actor::Secretary(doctor) = by {
        return Ok(ensure(case.records.asked_of(doctor).is_some(), Refusal::NotAsked)?);
    }
    Ok(by.member_or_nurse(case, now)?)
}

/// Every item of the checklist is answered, and every paper in date.
fn is_whole(case: &Case, now: Timestamp) -> Result<(), Refusal> {
    ensure(case.records.every_item_answered(), Refusal::StillMissing)?;
    let today = london(now).date();
    ensure(case.records.out_of_date(today).next().is_none(), Refusal::OutOfDate)
}

/// The hand-over is the gate behind which a specialist sees who the member is.
fn hand_over(case: &Case, by: &Actor, now: Timestamp) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now)?;
    case.consented_to(Scope::Show)?;
    ensure(case.matching.accepted().is_some(), Refusal::NotAccepted)?;
    ensure(case.records.go_ahead(), Refusal::NoGoAhead)?;
    ensure(case.records.complete.is_some(), Refusal::NotComplete)?;
    // Papers grow old between the day on which they were complete and this one.
    is_whole(case, now)?;
    ensure(case.records.handed_over.is_none(), Refusal::AlreadyHandedOver)?;
    if case.casework.pause.is_some() {
        return Err(Gate::Paused.into());
    }
    Ok(Event::HandedOver)
}
