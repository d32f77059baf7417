//! Records: the treating doctors' go-ahead, the checklist, the documents, and the hand-over.

mod content;

pub use content::{Arrived, FIRST_BYTES, LOCKED_MARK, judge};

use crate::casework::{DoctorAddress, ensure};
use crate::consent::Scope;
use crate::ids::{DoctorId, DocumentId, SheetId};
use crate::refusal::Gate;
use crate::{Actor, Case};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Documents of one case, at most.
pub const DOCUMENTS_MAX: usize = 100;
/// A document's largest size in bytes: 50 MB.
pub const DOCUMENT_BYTES_MAX: u64 = 50 * 1024 * 1024;
/// Chases of a doctor who does not answer; after the last, the clinical lead decides.
pub const CHASES_MAX: u32 = 3;
/// Items of a checklist, at most.
pub const CHECKLIST_MAX: usize = 30;

/// One item of a checklist, by code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Item(pub String);

impl Item {
    /// The words for the codes that every specialty shares.
    pub fn name(&self) -> &str {
        match self.0.as_str() {
            "description" => "Description of the condition",
            "letters" => "Clinic letters of the last year",
            "imaging" => "Imaging reports",
            "results" => "Laboratory results",
            other => other,
        }
    }
}

/// What every specialty asks for. A specialty's own list is made of the same codes.
pub fn general_checklist() -> Vec<Item> {
    ["description", "letters", "imaging", "results"].map(|code| Item(code.to_owned())).to_vec()
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    pub asked: Vec<Asked>,
    pub checklist: BTreeMap<Item, ItemState>,
    pub documents: BTreeMap<DocumentId, Document>,
    pub decided: Option<Decision>,
    pub complete: Option<Timestamp>,
    pub handed_over: Option<Timestamp>,
}

/// A treating doctor who was asked, and what they said of going ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub doctor: DoctorId,
    pub at: Timestamp,
    pub chases: u32,
    pub last_chase: Option<Timestamp>,
    pub answer: Option<Answer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    Confirmed { at: Timestamp },
    Objected { reason: SheetId, at: Timestamp },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemState {
    Missing,
    Received { document: DocumentId, at: Timestamp },
    NotAvailable { reason: SheetId, at: Timestamp },
}

/// What an uploaded document is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Use {
    Record { item: Item },
    Report { version: u32 },
    ConsentScan,
}

/// A document: announced, then clean or refused. Never clean by default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub used_for: Use,
    pub announced: Timestamp,
    pub state: DocumentState,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentState {
    BeingChecked,
    Clean(Content),
    Refused { why: DocumentRefused },
}

/// What exactly was found clean: every later read checks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// SHA-256 in hex.
    pub hash: String,
    pub bytes: u64,
    pub kind: DocumentKind,
    /// The bucket's version of the clean copy: only these very bytes are ever read.
    #[serde(default)]
    pub version: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    Pdf,
    Jpeg,
    Png,
    Tiff,
    Dicom,
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentRefused {
    /// Empty, or larger than allowed.
    Size,
    /// Not one of the kinds that are read.
    Kind,
    /// The scanner found something.
    Malware,
    /// The scanner could not read it.
    Unreadable,
    /// It is locked with a password.
    Locked,
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
}

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Event {
    Asked { doctor: DoctorId, checklist: Vec<Item> },
    Chased { doctor: DoctorId, chase: u32 },
    GoAheadConfirmed { doctor: DoctorId },
    GoAheadObjected { doctor: DoctorId, reason: SheetId },
    GoAheadDecided { go_on: GoOn, reason: SheetId },
    DocumentAnnounced { document: DocumentId, used_for: Use },
    DocumentClean { document: DocumentId, content: Content },
    DocumentRefused { document: DocumentId, why: DocumentRefused },
    Received { item: Item, document: DocumentId },
    NotAvailable { item: Item, reason: SheetId },
    Completed,
    Reopened { reason: SheetId },
    HandedOver,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Ask { doctor: DoctorId, checklist: Vec<Item> },
    Chase { doctor: DoctorId },
    Confirm,
    Object { reason: SheetId },
    Decide { go_on: GoOn, reason: SheetId },
    Announce { document: DocumentId, used_for: Use },
    FindClean { document: DocumentId, content: Content },
    Refuse { document: DocumentId, why: DocumentRefused },
    NotAvailable { item: Item, reason: SheetId },
    Complete,
    Reopen { reason: SheetId },
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
        Command::Chase { doctor } => {
            by.owning_nurse(case, now).map(|_| ()).or_else(|_| by.clock())?;
            let asked = facts.asked_of(&doctor).ok_or(Refusal::NotAsked)?;
            ensure(asked.answer.is_none(), Refusal::AlreadyAnswered)?;
            let due = crate::clock::next_chase(case, asked).is_some_and(|at| at <= now);
            ensure(due, Refusal::NotDue)?;
            Event::Chased { chase: asked.chases + 1, doctor }
        }
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
        Command::Announce { document, used_for } => announce(case, by, document, used_for, now)?,
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
        Command::Complete => {
            by.owning_nurse(case, now)?;
            case.standing_consent()?;
            ensure(facts.complete.is_none(), Refusal::AlreadyComplete)?;
            ensure(facts.every_item_answered(), Refusal::StillMissing)?;
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

fn ask(
    case: &Case,
    by: &Actor,
    doctor: DoctorId,
    checklist: Vec<Item>,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now)?;
    case.consented_to(Scope::Collect)?;
    let named = case.casework.doctor(&doctor).ok_or(Refusal::NoSuchDoctor)?;
    ensure(named.address == DoctorAddress::Verified, Refusal::AddressNotVerified)?;
    ensure(case.records.asked_of(&doctor).is_none(), Refusal::AlreadyAsked)?;
    ensure((1..=CHECKLIST_MAX).contains(&checklist.len()), Refusal::BadChecklist)?;
    Ok(Event::Asked { doctor, checklist })
}

/// The doctor who acts, asked and not yet heard. A secretary never speaks for them here.
fn unanswered(case: &Case, by: &Actor) -> Result<DoctorId, crate::Refusal> {
    let doctor = by.treating_doctor()?;
    case.consented_to(Scope::Collect)?;
    let asked = case.records.asked_of(doctor).ok_or(Refusal::NotAsked)?;
    ensure(asked.answer.is_none(), Refusal::AlreadyAnswered)?;
    Ok(doctor.clone())
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

fn announce(
    case: &Case,
    by: &Actor,
    document: DocumentId,
    used_for: Use,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    let facts = &case.records;
    match &used_for {
        Use::Record { item } => {
            may_supply(case, by, now)?;
            ensure(facts.checklist.contains_key(item), Refusal::NotOnChecklist)?;
        }
        Use::Report { version } => crate::report::may_upload(case, by, *version)?,
        Use::ConsentScan => by.owning_nurse(case, now).map(|_| ())?,
    }
    ensure(!facts.documents.contains_key(&document), Refusal::AlreadyAnnounced)?;
    ensure(facts.documents.len() < DOCUMENTS_MAX, Refusal::TooManyDocuments)?;
    Ok(Event::DocumentAnnounced { document, used_for })
}

fn being_checked<'a>(case: &'a Case, id: &DocumentId) -> Result<&'a Document, Refusal> {
    let document = case.records.documents.get(id).ok_or(Refusal::NoSuchDocument)?;
    ensure(document.state == DocumentState::BeingChecked, Refusal::AlreadyAnswered)?;
    Ok(document)
}

/// A clean record also answers its item of the checklist.
fn find_clean(
    case: &Case,
    by: &Actor,
    id: DocumentId,
    content: Content,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    by.scanner()?;
    let document = being_checked(case, &id)?;
    let mut events = vec![Event::DocumentClean { document: id.clone(), content }.into()];
    if let Use::Record { item } = &document.used_for {
        case.consented_to(Scope::Collect)?;
        events.push(Event::Received { item: item.clone(), document: id }.into());
    }
    Ok(events)
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
            facts.asked.push(Asked { doctor, at, chases: 0, last_chase: None, answer: None });
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
        Event::DocumentAnnounced { document, used_for } => {
            let state = DocumentState::BeingChecked;
            let announced = Document { used_for: used_for.clone(), announced: at, state };
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
