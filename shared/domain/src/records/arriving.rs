//! Whether a document may be announced, and what its verdict leads to.

use super::decide::may_supply;
use super::{ANNOUNCED_MAX, Content, Document, DocumentState, Event, Refusal, Use};
use crate::calendar::london;
use crate::consent::Scope;
use crate::ids::DocumentId;
use crate::refusal::{Gate, ensure};
use crate::{Actor, Case};
use jiff::Timestamp;

pub(super) fn announce(
    case: &Case,
    by: &Actor,
    id: DocumentId,
    document: Document,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    let (facts, Document { used_for, dated, name, .. }) = (&case.records, document);
    match &used_for {
        Use::Record { item } => {
            may_supply(case, by, now)?;
            ensure(facts.checklist.contains_key(item), Refusal::NotOnChecklist)?;
            item.takes_dated(dated, london(now).date())?;
        }
        Use::Report { version } => crate::case::may_hand_in(case, by, *version)?,
        Use::ConsentScan => by.owning_nurse(case, now).map(|_| ())?,
        Use::Own => {
            by.member_or_nurse(case, now)?;
            case.standing_consent()?;
        }
    }
    ensure(!facts.documents.contains_key(&id), Refusal::AlreadyAnnounced)?;
    let room = facts.places_left(now) > 0 && facts.documents.len() < ANNOUNCED_MAX;
    ensure(room, Refusal::TooManyDocuments)?;
    Ok(Event::DocumentAnnounced { document: id, used_for, dated, name })
}

impl Case {
    /// Whether a file may still be sent for a document that was announced before.
    pub fn still_takes(&self, id: &DocumentId) -> Result<&Document, crate::Refusal> {
        ensure(self.ended.is_none(), Gate::Ended)?;
        let document = being_checked(self, id)?;
        match document.used_for {
            Use::Record { .. } => self.consented_to(Scope::Collect)?,
            Use::Own | Use::Report { .. } => self.standing_consent().map(|_| ())?,
            Use::ConsentScan => {}
        }
        Ok(document)
    }
}

pub(super) fn being_checked<'a>(case: &'a Case, id: &DocumentId) -> Result<&'a Document, Refusal> {
    let document = case.records.documents.get(id).ok_or(Refusal::NoSuchDocument)?;
    ensure(document.state == DocumentState::BeingChecked, Refusal::AlreadyAnswered)?;
    Ok(document)
}

/// A clean record also answers its item of the checklist.
pub(super) fn find_clean(
    case: &Case,
    by: &Actor,
    id: DocumentId,
    content: Content,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    by.scanner()?;
    let document = being_checked(case, &id)?;
    let mut events = vec![Event::DocumentClean { document: id.clone(), content }.into()];
    if document.used_for == Use::Own {
        case.standing_consent()?;
    }
    if let Use::Record { item } = &document.used_for {
        case.consented_to(Scope::Collect)?;
        events.push(Event::Received { item: item.clone(), document: id }.into());
    }
    Ok(events)
}
