//! Records: the treating doctors' go-ahead, the checklist, the documents, and the hand-over.

mod asking;
mod checklist;
mod content;
mod document;

pub use asking::{Answer, Asked};
pub use checklist::{Item, Takes, checklist_for};
pub use content::{Archive, Arrived, FIRST_BYTES, LOCKED_MARK, judge};
pub use document::{Content, Document, DocumentKind, DocumentRefused, DocumentState, Use};

use crate::calendar::london;
use crate::casework::ensure;
use crate::consent::Scope;
use crate::ids::{DoctorId, DocumentId, SheetId};
use crate::money::Pence;
use crate::refusal::Gate;
use crate::{Actor, Case};
use asking::{ask, chase, claim_fee, unanswered};
use document::{announce, being_checked, find_clean};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Documents of one case, at most, and with those that were refused or never came.
pub const DOCUMENTS_MAX: usize = 100;
pub const ANNOUNCED_MAX: usize = 300;
/// A document's largest size in bytes: 50 MB.
pub const DOCUMENT_BYTES_MAX: u64 = 50 * 1024 * 1024;
/// The largest size of a ZIP of DICOM files in bytes: 2 GB.
pub const IMAGING_BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;
/// The largest fee that a doctor may claim for copying: £500.
pub const COPYING_FEE_MAX: Pence = Pence(50_000);
/// Chases of a doctor who does not answer; after the last, the clinical lead decides.
pub const CHASES_MAX: u32 = 3;
/// Items of a checklist, at most.
pub const CHECKLIST_MAX: usize = 30;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    pub asked: Vec<Asked>,
    pub checklist: BTreeMap<Item, ItemState>,
    pub documents: BTreeMap<DocumentId, Document>,
    pub decided: Option<Decision>,
    pub complete: Option<Timestamp>,
    pub handed_over: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemState {
    Missing,
    Received { document: DocumentId, at: Timestamp },
    NotAvailable { reason: SheetId, at: Timestamp },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub go_on: GoOn,
    pub at: Timestamp,
}

/// What the clinical lead decided, with the member's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GoOn {
    GoOn,
    Stop,
}

impl Facts {
    pub fn is_clean(&self, document: &DocumentId) -> bool {
        self.content(document).is_some()
    }

    /// Clean, and sent for this and nothing else.
    pub fn is_clean_for(&self, id: &DocumentId, used_for: &Use) -> bool {
        self.is_clean(id) && self.documents.get(id).is_some_and(|it| &it.used_for == used_for)
    }

    pub fn content(&self, document: &DocumentId) -> Option<&Content> {
        match &self.documents.get(document)?.state {
            DocumentState::Clean(content) => Some(content),
            _ => None,
        }
    }

    pub fn asked_of(&self, doctor: &DoctorId) -> Option<&Asked> {
        self.asked.iter().find(|asked| &asked.doctor == doctor)
    }

    fn confirmed(&self) -> bool {
        self.asked.iter().any(|asked| matches!(asked.answer, Some(Answer::Confirmed { .. })))
    }

    fn objected(&self) -> bool {
        self.asked.iter().any(|asked| matches!(asked.answer, Some(Answer::Objected { .. })))
    }

    /// Whether someone must decide: a doctor objected, or every doctor asked was chased in vain.
    pub fn needs_decision(&self) -> bool {
        let in_vain = |asked: &Asked| asked.answer.is_none() && asked.chases >= CHASES_MAX;
        let nobody_answers = !self.asked.is_empty() && self.asked.iter().all(in_vain);
        self.decided.is_none() && (self.objected() || nobody_answers)
    }

    /// One confirmation is enough, unless another objected: then the clinical lead has decided.
    pub fn go_ahead(&self) -> bool {
        match &self.decided {
            Some(decision) => decision.go_on == GoOn::GoOn,
            None => self.confirmed() && !self.objected(),
        }
    }

    pub fn every_item_answered(&self) -> bool {
        !self.checklist.is_empty()
            && self.checklist.values().all(|state| *state != ItemState::Missing)
    }

    /// The items whose newest paper has become too old since it was sent.
    pub fn out_of_date(&self, today: Date) -> impl Iterator<Item = &Item> {
        let old = move |(item, state): &(&Item, &ItemState)| match state {
            ItemState::Received { document, .. } => {
                let dated = self.documents.get(document).and_then(|it| it.dated);
                !item.is_in_date(dated, today)
            }
            _ => false,
        };
        self.checklist.iter().filter(old).map(|(item, _)| item)
    }

    /// What a specialist is shown, with its content, in the order of its ids.
    pub fn shown_records(&self) -> impl Iterator<Item = (&DocumentId, &Use, &Content)> {
        let documents = self.documents.iter().filter(|(_, it)| it.used_for.is_record());
        documents.filter_map(|(id, it)| Some((id, &it.used_for, self.content(id)?)))
    }
}

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Event {
    Asked {
        doctor: DoctorId,
        checklist: Vec<Item>,
    },
    Chased {
        doctor: DoctorId,
        chase: u32,
    },
    GoAheadConfirmed {
        doctor: DoctorId,
    },
    GoAheadObjected {
        doctor: DoctorId,
        reason: SheetId,
    },
    GoAheadDecided {
        go_on: GoOn,
        reason: SheetId,
    },
    DocumentAnnounced {
        document: DocumentId,
        used_for: Use,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dated: Option<Date>,
    },
    DocumentClean {
        document: DocumentId,
        content: Content,
    },
    DocumentRefused {
        document: DocumentId,
        why: DocumentRefused,
    },
    Received {
        item: Item,
        document: DocumentId,
    },
    NotAvailable {
        item: Item,
        reason: SheetId,
    },
    CopyingFeeClaimed {
        doctor: DoctorId,
        pence: Pence,
    },
    Completed,
    Reopened {
        reason: SheetId,
    },
    HandedOver,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Ask {
        doctor: DoctorId,
        checklist: Vec<Item>,
    },
    Chase {
        doctor: DoctorId,
    },
    Confirm,
    Object {
        reason: SheetId,
    },
    Decide {
        go_on: GoOn,
        reason: SheetId,
    },
    Announce {
        document: DocumentId,
        used_for: Use,
        dated: Option<Date>,
    },
    FindClean {
        document: DocumentId,
        content: Content,
    },
    Refuse {
        document: DocumentId,
        why: DocumentRefused,
    },
    NotAvailable {
        item: Item,
        reason: SheetId,
    },
    /// By the doctor asked or their secretary; it is a cost of ours.
    ClaimCopyingFee {
        pence: Pence,
    },
    Complete,
    Reopen {
        reason: SheetId,
    },
    HandOver,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("there is no such treating doctor")]
    NoSuchDoctor,
    #[error("the doctor's address has not been verified")]
    AddressNotVerified,
    #[error("that doctor has already been asked")]
    AlreadyAsked,
    #[error("a checklist has between one and thirty items")]
    BadChecklist,
    #[error("nothing has been asked of you")]
    NotAsked,
    #[error("that has already been answered")]
    AlreadyAnswered,
    #[error("it is not yet time")]
    NotDue,
    #[error("no objection stands, and not every chase went unanswered")]
    NothingToDecide,
    #[error("that is not on the checklist")]
    NotOnChecklist,
    #[error("say which day the paper is of")]
    DateNeeded,
    #[error("that day is still to come")]
    DateToCome,
    #[error("it is older than we can use; send a newer one, or say that there is none")]
    TooOld,
    #[error("something that was sent has become too old")]
    OutOfDate,
    #[error("a copying fee is between a penny and five hundred pounds")]
    BadFee,
    #[error("a copying fee has been claimed already")]
    FeeClaimed,
    #[error("there are too many documents already")]
    TooManyDocuments,
    #[error("that document is already here")]
    AlreadyAnnounced,
    #[error("there is no such document being checked")]
    NoSuchDocument,
    #[error("something on the checklist is still missing")]
    StillMissing,
    #[error("the records are already complete")]
    AlreadyComplete,
    #[error("the records are not complete")]
    NotComplete,
    #[error("a treating doctor must confirm first, or the clinical lead decide")]
    NoGoAhead,
    #[error("no specialist has accepted yet")]
    NotAccepted,
    #[error("the case is already with the specialist")]
    AlreadyHandedOver,
}

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
            Event::GoAheadObjected { doctor: unanswered(case, by)?, reason }
        }
        Command::Decide { go_on, reason } => {
            by.clinical_lead()?;
            case.standing_consent()?;
            ensure(facts.needs_decision(), Refusal::NothingToDecide)?;
            Event::GoAheadDecided { go_on, reason }
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
            ensure(facts.every_item_answered(), Refusal::StillMissing)?;
            let today = london(now).date();
            ensure(facts.out_of_date(today).next().is_none(), Refusal::OutOfDate)?;
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

/// Who may supply records: those who were asked, the member, and the nurse on their behalf.
fn may_supply(case: &Case, by: &Actor, now: Timestamp) -> Result<(), crate::Refusal> {
    case.consented_to(Scope::Collect)?;
    match by {
        Actor::PrimaryConsultant(doctor) | Actor::Secretary(doctor) => {
            Ok(ensure(case.records.asked_of(doctor).is_some(), Refusal::NotAsked)?)
        }
        _ => Ok(by.member_or_nurse(case, now)?),
    }
}

/// The hand-over is the gate behind which a specialist sees who the member is.
fn hand_over(case: &Case, by: &Actor, now: Timestamp) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now)?;
    case.consented_to(Scope::Show)?;
    ensure(case.matching.accepted().is_some(), Refusal::NotAccepted)?;
    ensure(case.records.go_ahead(), Refusal::NoGoAhead)?;
    ensure(case.records.complete.is_some(), Refusal::NotComplete)?;
    ensure(case.records.handed_over.is_none(), Refusal::AlreadyHandedOver)?;
    if case.casework.hold.is_some() {
        return Err(Gate::OnHold.into());
    }
    Ok(Event::HandedOver)
}

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let facts = &mut case.records;
    let answer = |facts: &mut Facts, doctor: &DoctorId, answer: Answer| {
        if let Some(asked) = facts.asked.iter_mut().find(|asked| &asked.doctor == doctor) {
            asked.answer = Some(answer);
        }
    };
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
        Event::GoAheadConfirmed { doctor } => answer(facts, doctor, Answer::Confirmed { at }),
        Event::GoAheadObjected { doctor, reason } => {
            answer(facts, doctor, Answer::Objected { reason: reason.clone(), at });
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

fn set_state(facts: &mut Facts, id: &DocumentId, state: DocumentState) {
    if let Some(document) = facts.documents.get_mut(id) {
        document.state = state;
    }
}
