//! What the events of records make known of a case.

use super::{Asked, Decision, Document, DocumentState, Event, Facts, GoAheadAnswer, ItemState};
use crate::Case;
use crate::ids::{DoctorId, DocumentId};
use jiff::Timestamp;

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let facts = &mut case.records;
    match event {
        Event::Asked { doctor, checklist } => {
            let doctor = doctor.clone();
            facts.asked.push(Asked {
                doctor,
                at,
                chases: 0,
                last_chase: None,
                answer: None,
                copying_fee: None,
            });
            for item in checklist {
                facts.checklist.entry(item.clone()).or_insert(ItemState::Missing);
            }
        }
        Event::Chased { doctor, chase } => {
            if let Some(asked) = facts.asked.iter_mut().find(|asked| &asked.doctor == doctor) {
                asked.chases = *chase;
                asked.last_chase = Some(at);
            }
        }
        Event::GoAheadConfirmed { doctor } => {
            answer(facts, doctor, GoAheadAnswer::Confirmed { at });
        }
        Event::GoAheadObjected { doctor, reason } => {
            answer(facts, doctor, GoAheadAnswer::Objected { reason: reason.clone(), at });
            facts.decided = None; // A decision covers what was known when it was made.
        }
        Event::GoAheadDecided { go_on, .. } => {
            facts.decided = Some(Decision { go_on: *go_on, at });
        }
        Event::DocumentAnnounced { document, used_for, dated } => {
            let (used_for, state) = (used_for.clone(), DocumentState::BeingChecked);
            let announced = Document { used_for, dated: *dated, announced: at, state };
            facts.documents.insert(document.clone(), announced);
        }
        Event::DocumentClean { document, content } => {
            set_state(facts, document, DocumentState::Clean(content.clone()));
        }
        Event::DocumentRefused { document, why } => {
            set_state(facts, document, DocumentState::Refused { why: *why });
        }
        Event::Received { item, document } => {
            let state = ItemState::Received { document: document.clone(), at };
            facts.checklist.insert(item.clone(), state);
        }
        Event::NotAvailable { item, reason } => {
            let state = ItemState::NotAvailable { reason: reason.clone(), at };
            facts.checklist.insert(item.clone(), state);
        }
        Event::CopyingFeeClaimed { doctor, pence } => {
            if let Some(asked) = facts.asked.iter_mut().find(|asked| &asked.doctor == doctor) {
                asked.copying_fee = Some(*pence);
            }
        }
        Event::Completed => facts.complete = Some(at),
        Event::Reopened { .. } => facts.complete = None,
        Event::HandedOver => facts.handed_over = Some(at),
    }
}

fn answer(facts: &mut Facts, doctor: &DoctorId, answer: GoAheadAnswer) {
    if let Some(asked) = facts.asked.iter_mut().find(|asked| &asked.doctor == doctor) {
        asked.answer = Some(answer);
    }
}

fn set_state(facts: &mut Facts, id: &DocumentId, state: DocumentState) {
    if let Some(document) = facts.documents.get_mut(id) {
        document.state = state;
    }
}
