//! Whether records are asked for, taken, complete, and handed over.

use super::arriving::{announce, being_checked, find_clean};
use super::asking::{ask, ask_items, chase, claim_fee, confirm, may_reopen, objecting};
use super::taking_back::{available_after_all, take_back};
use super::{
    ChecklistItem, Command, Document, Event, GoAheadBy, GoOn, ItemState, Refusal, ReopenedFor,
};
use crate::calendar::london;
use crate::case::ending::with_cancellation;
use crate::casework::{self, StopCode};
use crate::consent::Scope;
use crate::directory::Specialist;
use crate::due::{Slipped, outlook, slipped};
use crate::ids::SheetId;
use crate::matching::bar;
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
        Command::Confirm { shown } => confirm(case, by, shown, now)?,
        Command::Object { reason } => {
            Event::GoAheadObjected { doctor: objecting(case, by)?, reason }
        }
        Command::Decide { go_on, reason } => {
            by.clinical_lead()?;
            case.standing_consent()?;
            ensure(facts.needs_decision(), Refusal::NothingToDecide)?;
            return Ok(decided(case, go_on, reason, now));
        }
        Command::Announce { document, used_for, dated, name } => {
            let announced = Document::announced(used_for, dated, name, by, now);
            announce(case, by, document, announced, now)?
        }
        Command::FindClean { document, content } => return find_clean(case, by, document, content),
        Command::Refuse { document, why } => {
            by.scanner()?;
            being_checked(case, &document)?;
            Event::DocumentRefused { document, why }
        }
        Command::NotAvailable { item, reason } => {
            may_supply(case, by, now)?;
            is_missing(case, &item)?;
            Event::NotAvailable { item, reason }
        }
        Command::AvailableAfterAll { item } => return available_after_all(case, by, item, now),
        Command::TakeBack { document } => return take_back(case, by, &document, now),
        Command::ClaimCopyingFee { pence } => claim_fee(case, by, pence)?,
        Command::Complete => {
            by.owning_nurse(case, now)?;
            case.standing_consent()?;
            ensure(facts.complete.is_none(), Refusal::AlreadyComplete)?;
            is_whole(case, now)?;
            Event::Completed
        }
        Command::AskItems { items, doctor, reason } => {
            ask_items(case, by, (items, doctor, reason), now)?
        }
        Command::Outdate => outdate(case, by, now)?,
        Command::AskAgain { of } => ask_again(case, by, of, now)?,
        Command::Reopen { reason } => {
            may_reopen(case, by, now)?;
            ensure(facts.complete.is_some(), Refusal::NotComplete)?;
            Event::Reopened { why: ReopenedFor::Reason(reason) }
        }
        Command::HandOver { specialist } => hand_over(case, by, specialist.as_deref(), now)?,
    };
    Ok(vec![event.into()])
}

/// A decision to stop ends the case, and with it an appointment to come.
fn decided(case: &Case, go_on: GoOn, reason: SheetId, now: Timestamp) -> Vec<crate::Event> {
    let shown = outlook(case, now);
    let decided = Event::GoAheadDecided { go_on, reason: reason.clone(), shown }.into();
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

fn is_missing(case: &Case, item: &ChecklistItem) -> Result<(), Refusal> {
    let state = case.records.checklist.get(item).ok_or(Refusal::NotOnChecklist)?;
    ensure(*state == ItemState::Missing, Refusal::AlreadyAnswered)
}

/// Every item of the checklist is answered, and every paper in date.
fn is_whole(case: &Case, now: Timestamp) -> Result<(), Refusal> {
    ensure(case.records.every_item_answered(), Refusal::StillMissing)?;
    let today = london(now).date();
    ensure(case.records.out_of_date(today).next().is_none(), Refusal::OutOfDate)
}

fn ask_again(
    case: &Case,
    by: &Actor,
    of: GoAheadBy,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.clock()?;
    let slip = Slipped::GoAhead(of.clone());
    ensure(slipped(case, now).contains(&slip), Refusal::NotDue)?;
    Ok(Event::GoAheadAskedAgain { of })
}

/// Before the hand-over a paper that has become too old is asked for again.
fn outdate(case: &Case, by: &Actor, now: Timestamp) -> Result<Event, crate::Refusal> {
    by.clock()?;
    ensure(case.records.handed_over.is_none(), Refusal::AlreadyHandedOver)?;
    let items: Vec<_> = case.records.out_of_date(london(now).date()).cloned().collect();
    ensure(!items.is_empty(), Refusal::NotDue)?;
    Ok(Event::PapersOutdated { items })
}

/// The hand-over is the gate behind which a specialist sees who the member is: everything before it is asked
/// again.
fn hand_over(
    case: &Case,
    by: &Actor,
    specialist: Option<&Specialist>,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now)?;
    case.consented_to(Scope::Show)?;
    let accepted = case.matching.accepted().ok_or(Refusal::NotAccepted)?;
    let entry = specialist.filter(|entry| entry.id == accepted.specialist);
    let eligible = |entry: &Specialist| bar(case, entry, london(now).date()).is_none();
    ensure(entry.is_some_and(eligible), Refusal::NoLongerEligible)?;
    ensure(case.records.go_ahead(), Refusal::NoGoAhead)?;
    ensure(case.records.complete.is_some(), Refusal::NotComplete)?;
    // Papers grow old between the day on which they were complete and this one.
    is_whole(case, now)?;
    ensure(case.records.handed_over.is_none(), Refusal::AlreadyHandedOver)?;
    let asked_again = case.matching.awaits_choice() || !slipped(case, now).is_empty();
    ensure(!asked_again, Refusal::AskedAgain)?;
    if case.casework.pause.is_some() {
        return Err(Gate::Paused.into());
    }
    Ok(Event::HandedOver)
}
