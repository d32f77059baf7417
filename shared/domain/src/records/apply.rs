//! What the events of records make known of a case.

use super::{
    Asked, ChasedFor, ChecklistItem, Decision, Document, DocumentState, Event, Facts,
    GoAheadAnswer, GoAheadBy, ItemState, PaperChases,
};
use crate::ids::{DoctorId, DocumentId};
use crate::{Actor, Case};
use jiff::Timestamp;

pub(crate) fn apply(case: &mut Case, event: &Event, by: &Actor, at: Timestamp) {
    if let Event::DocumentTakenBack { document } = event
        && case.records.is_clean(document)
    {
        case.keeping.spoil_copies(at);
    }
    apply_to(&mut case.records, event, by, at);
}

fn apply_to(facts: &mut Facts, event: &Event, by: &Actor, at: Timestamp) {
    match event {
        Event::Asked { doctor, checklist } => {
            let doctor = doctor.clone();
            facts.asked.push(Asked {
                doctor,
                at,
                chases: 0,
                last_chase: None,
                answer: None,
                asked_again: None,
                papers: PaperChases::default(),
                withdrawn: None,
                copying_fee: None,
            });
            for item in checklist {
                facts.checklist.entry(item.clone()).or_insert(ItemState::Missing);
            }
        }
        Event::Chased { doctor, chase, why } => chased(facts, doctor, (*chase, *why), at),
        Event::GoAheadConfirmed { doctor, shown } => {
            answer(facts, doctor, GoAheadAnswer::Confirmed { at, shown: *shown });
            papers_asked(facts, Some(doctor), at);
        }
        Event::GoAheadAskedAgain { of: GoAheadBy::Doctor(doctor) } => facts.ask_again(doctor, at),
        Event::GoAheadAskedAgain { of: GoAheadBy::ClinicalLead } => facts.decided = None,
        Event::GoAheadObjected { doctor, reason } => {
            answer(facts, doctor, GoAheadAnswer::Objected { reason: reason.clone(), at });
            facts.decided = None; // A decision covers what was known when it was made.
        }
        Event::GoAheadDecided { go_on, shown, .. } => {
            facts.decided = Some(Decision { go_on: *go_on, at, shown: *shown });
        }
        Event::ItemsAsked { items, doctor, .. } => {
            miss(facts, items, at);
            papers_asked(facts, doctor.as_ref(), at);
        }
        Event::PapersOutdated { items } => {
            miss(facts, items, at);
            papers_asked(facts, None, at);
        }
        Event::DocumentAnnounced { .. }
        | Event::DocumentClean { .. }
        | Event::DocumentRefused { .. }
        | Event::DocumentTakenBack { .. }
        | Event::Received { .. }
        | Event::NotAvailable { .. }
        | Event::AvailableAfterAll { .. } => apply_to_papers(facts, event, by, at),
        Event::CopyingFeeClaimed { doctor, pence } => {
            if let Some(asked) = facts.asked_mut(doctor) {
                asked.copying_fee = Some(*pence);
            }
        }
        Event::Completed => facts.complete = Some(at),
        Event::Reopened { .. } => facts.complete = None,
        Event::HandedOver => facts.handed_over = Some(at),
    }
}

/// What becomes of the items of the checklist and of the documents.
fn apply_to_papers(facts: &mut Facts, event: &Event, by: &Actor, at: Timestamp) {
    if let Event::DocumentAnnounced { document, used_for, dated, name } = event {
        let announced = Document::announced(used_for.clone(), *dated, name.clone(), by, at);
        facts.documents.insert(document.clone(), announced);
    }
    if let Event::DocumentClean { document, content } = event {
        set_state(facts, document, DocumentState::Clean(content.clone()));
    }
    if let Event::DocumentRefused { document, why } = event {
        set_state(facts, document, DocumentState::Refused { why: *why });
    }
    if let Event::DocumentTakenBack { document } = event {
        // One that was only begun leaves nothing behind but the log.
        if facts.is_clean(document) {
            set_state(facts, document, DocumentState::TakenBack { at });
        } else {
            facts.documents.remove(document);
        }
        if let Some(item) = facts.answered_by(document).cloned() {
            facts.checklist.insert(item.clone(), ItemState::Missing);
            facts.gone.insert(item);
            let sender = facts.documents.get(document).and_then(|document| document.by.clone());
            papers_asked(facts, sender.as_ref().and_then(Actor::doctor), at);
        }
    }
    if let Event::Received { item, document } = event {
        let state = ItemState::Received { document: document.clone(), at };
        facts.gone.remove(item);
        facts.checklist.insert(item.clone(), state);
    }
    if let Event::AvailableAfterAll { item } = event {
        facts.checklist.insert(item.clone(), ItemState::Missing);
    }
    if let Event::NotAvailable { item, reason } = event {
        facts.gone.remove(item);
        let (reason, by) = (reason.clone(), by.clone());
        let state = ItemState::NotAvailable { reason, by, at };
        facts.checklist.insert(item.clone(), state);
    }
}

fn answer(facts: &mut Facts, doctor: &DoctorId, answer: GoAheadAnswer) {
    if let Some(asked) = facts.asked_mut(doctor) {
        asked.answer = Some(answer);
    }
}

fn chased(facts: &mut Facts, doctor: &DoctorId, chase: (u32, ChasedFor), at: Timestamp) {
    let Some(asked) = facts.asked_mut(doctor) else {
        return;
    };
    match chase {
        (chases, ChasedFor::GoAhead) => {
            asked.chases = chases;
            asked.last_chase = Some(at);
        }
        (chases, ChasedFor::Papers) => asked.papers = PaperChases { since: Some(at), chases },
    }
}

/// What is missing again is not complete.
fn miss(facts: &mut Facts, items: &[ChecklistItem], at: Timestamp) {
    facts.asked_anew.extend(items.iter().map(|item| (item.clone(), at)));
    facts.gone.retain(|item| !items.contains(item));
    let missing = items.iter().map(|item| (item.clone(), ItemState::Missing));
    facts.checklist.extend(missing);
    facts.complete = None;
}

/// The chases of papers begin again, for one doctor or for all.
fn papers_asked(facts: &mut Facts, doctor: Option<&DoctorId>, at: Timestamp) {
    let asked = facts.asked.iter_mut();
    let meant = asked.filter(|asked| doctor.is_none_or(|doctor| *doctor == asked.doctor));
    meant.for_each(|asked| asked.papers = PaperChases { since: Some(at), chases: 0 });
}

fn set_state(facts: &mut Facts, id: &DocumentId, state: DocumentState) {
    if let Some(document) = facts.documents.get_mut(id) {
        document.state = state;
    }
}
