//! What was sent or said by mistake, and may be taken back.

use super::decide::may_supply;
use super::{ChecklistItem, Document, DocumentState, Event, ItemState, Refusal, ReopenedFor, Use};
use crate::ids::DocumentId;
use crate::refusal::ensure;
use crate::{Actor, Case};
use jiff::Timestamp;

/// Until the hand-over; records that were complete are not any more.
pub(super) fn available_after_all(
    case: &Case,
    by: &Actor,
    item: ChecklistItem,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    may_supply(case, by, now)?;
    let facts = &case.records;
    ensure(facts.handed_over.is_none(), Refusal::AlreadyHandedOver)?;
    let said = matches!(facts.checklist.get(&item), Some(ItemState::NotAvailable { .. }));
    ensure(said && !facts.said_by_other(&item, by), Refusal::NotSaidMissing)?;
    let events = [Event::AvailableAfterAll { item }];
    let reopened = reopened(case, ReopenedFor::AvailableAfterAll);
    Ok(events.into_iter().chain(reopened).map(Into::into).collect())
}

/// A file that should not be here, such as one of another person. What it answered is answered by the newest
/// other file that was sent for it, or missing again; records that were complete are not any more.
pub(super) fn take_back(
    case: &Case,
    by: &Actor,
    id: &DocumentId,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let document = case.records.documents.get(id).ok_or(Refusal::NoSuchDocument)?;
    may_take_back(case, by, document, now)?;
    let gone = match &document.state {
        DocumentState::Refused { .. } | DocumentState::TakenBack { .. } => true,
        DocumentState::BeingChecked | DocumentState::Clean(_) => false,
    };
    ensure(!gone, Refusal::AlreadyTakenBack)?;
    let mut events = vec![Event::DocumentTakenBack { document: id.clone() }];
    if let Some(item) = case.records.answered_by(id) {
        let other = newest_other(case, item, id);
        events.extend(other.map(|document| Event::Received { item: item.clone(), document }));
    }
    // Whoever said that the records are complete had seen this one among them.
    let counted = case.records.is_clean(id) && document.used_for != Use::Own;
    events.extend(reopened(case, ReopenedFor::DocumentTakenBack).filter(|_| counted));
    Ok(events.into_iter().map(Into::into).collect())
}

/// Its sender until the hand-over, the nurse until the report is released: what the specialist has opened by then
/// stays in the log.
fn may_take_back(
    case: &Case,
    by: &Actor,
    document: &Document,
    now: Timestamp,
) -> Result<(), crate::Refusal> {
    case.standing_consent()?;
    if by.owning_nurse(case, now).is_ok() {
        ensure(document.used_for.is_record(), Refusal::NoSuchDocument)?;
        return Ok(ensure(case.report.released.is_none(), Refusal::AlreadyReported)?);
    }
    let theirs = if let Some(doctor) = by.doctor() {
        may_supply(case, by, now)?;
        document.is_from(doctor)
    } else {
        by.member_or_nurse(case, now)?;
        document.used_for == Use::Own
    };
    ensure(theirs, Refusal::NoSuchDocument)?;
    Ok(ensure(case.records.handed_over.is_none(), Refusal::AlreadyHandedOver)?)
}

/// Sent since the item was asked for last: what was there before had been found wanting.
fn newest_other(case: &Case, item: &ChecklistItem, but: &DocumentId) -> Option<DocumentId> {
    let used_for = Use::Record { item: item.clone() };
    let documents = case.records.documents.iter();
    let asked = case.records.asked_anew.get(item);
    let clean = documents
        .filter(|(id, _)| *id != but && case.records.is_clean_for(id, &used_for))
        .filter(|(_, document)| asked.is_none_or(|asked| document.announced >= *asked))
        .max_by_key(|(_, document)| document.announced);
    clean.map(|(id, _)| id.clone())
}

fn reopened(case: &Case, why: ReopenedFor) -> Option<Event> {
    case.records.complete.map(|_| Event::Reopened { why })
}
