//! The case as it is shown to our own people, its lists and its log.

use crate::Progress;
use domain::access::TypedContact;
use domain::casework::{Needs, QuestionWords};
use domain::ids::{CaseId, DoctorId, DocumentId, QuestionId, SheetId, StaffId, TaskId};
use domain::keeping::SubjectAccess;
use domain::money::Pence;
use domain::question::{Shown, Stage, Task};
use domain::records::Use;
use domain::referral::MemberDetails;
use domain::sheet::Words;
use domain::{Actor, Event};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A page of a worklist: references and codes, never a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WorklistPage {
    pub cases: Vec<WorklistLine>,
    /// The cursor of the next page; nothing on the last one.
    pub next: Option<String>,
}

/// A case on a worklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WorklistLine {
    pub case: CaseId,
    pub reference: String,
    pub stage: String,
    pub waiting_for: String,
    /// Empty if nothing was promised for a certain time.
    pub due: String,
    pub urgent: bool,
}

/// A case as its nurse sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaseShown {
    #[serde(flatten)]
    pub progress: Progress,
    pub member: Shown<MemberDetails>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Shown<Needs>>,
    pub questions: BTreeMap<QuestionId, Shown<QuestionWords>>,
    pub checklist: BTreeMap<String, ChecklistState>,
    pub documents_being_checked: usize,
    pub tasks: Vec<Task>,
    /// The nurse's own, by id.
    pub own_tasks: BTreeMap<TaskId, Shown<Words>>,
    /// The private contact that was given last, for the nurse to confirm by phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private_contact: Option<Shown<TypedContact>>,
    /// The parties whose letters came back.
    pub not_delivered: Vec<String>,
    /// The complaints that wait for an answer, by id.
    pub complaints: BTreeMap<SheetId, Shown<Words>>,
    /// What doctors claimed for copying, by doctor.
    pub copying_fees: BTreeMap<DoctorId, Pence>,
    pub documents: BTreeMap<DocumentId, DocumentShown>,
    /// The ended case that this one goes on from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<CaseId>,
    /// Requests for everything held, with the last day on which each may be answered.
    pub subject_access: Vec<SubjectAccess>,
}

/// How far an item of the checklist is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ChecklistState {
    Missing,
    Received,
    NotAvailable,
}

/// How far a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DocumentProgress {
    BeingChecked,
    Clean,
    Refused,
    TakenBack,
}

/// A document as the nurse sees it before opening it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DocumentShown {
    pub used_for: Use,
    pub dated: Option<Date>,
    pub announced: Timestamp,
    pub state: DocumentProgress,
}

/// A page of the log as facts, which hold no private words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogPage {
    pub events: Vec<LogFact>,
    /// The cursor of the next page; nothing on the last one.
    pub next: Option<String>,
}

/// One record of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogFact {
    pub sequence: u64,
    pub at: Timestamp,
    pub by: Actor,
    pub name: String,
    /// Only while there is a consent: codes of an opinion are clinical too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Event>,
}

/// A page of the log in words, with what people typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TimelinePage {
    pub events: Vec<TimelineEntry>,
    /// The cursor of the next page; nothing on the last one.
    pub next: Option<String>,
}

/// One record of the log in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TimelineEntry {
    pub sequence: u64,
    pub at: Timestamp,
    /// A role, never a name.
    pub by: String,
    pub what: String,
    /// The sheet of the words: a note is corrected by naming it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<SheetId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Shown<Words>>,
}

/// The cases of a person: references, for a name is only shown by opening one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundCases {
    pub cases: Vec<FoundCase>,
}

/// A case that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundCase {
    pub case: CaseId,
    pub reference: String,
    pub stage: Stage,
    pub nurse: Option<StaffId>,
}

/// A new case that goes on from an ended one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReopenedCase {
    pub continues: CaseId,
    #[serde(flatten)]
    pub progress: Progress,
}
