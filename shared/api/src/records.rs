//! Records: asking treating doctors, the go-ahead, and sending documents.

mod operations;

pub(crate) use operations::{MORE_ITEMS, OPERATIONS};

use crate::{FieldError, Fields, Form};
use domain::Private;
use domain::casework::Outlook;
use domain::day::Day;
use domain::ids::{DoctorId, DocumentId};
use domain::money::Pence;
use domain::records::{ChecklistItem, GoOn};
use domain::text::{Line, Prose};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The treating doctor who is asked, or chased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskDoctor {
    pub doctor: DoctorId,
}

/// Something of the checklist that is not available, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ItemNotAvailable {
    pub item: ChecklistItem,
    pub reason: Prose,
}

/// Why completed records are opened again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReopenRecords {
    pub reason: Prose,
}

/// More than the checklist has, or the same again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskItems {
    pub items: Vec<ChecklistItem>,
    /// Of one doctor; without it, of every doctor who was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor: Option<DoctorId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Prose>,
}

/// What the specialist finds missing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MissingForm {
    #[serde(default)]
    item: String,
    #[serde(default)]
    reason: Private<String>,
}

impl Form for MissingForm {
    type Input = AskItems;

    fn parse(self) -> Result<AskItems, Vec<FieldError>> {
        let mut fields = Fields::default();
        let item: Option<ChecklistItem> = fields.code("item", "what you need", &self.item);
        let reason = fields.text("reason", "why", self.reason).map(Some);
        let asked = |(item, reason)| AskItems { items: vec![item], doctor: None, reason };
        fields.done(item.zip(reason).map(asked))
    }
}

/// Whether the case goes on after an objection or chases in vain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DecideGoAhead {
    pub go_on: GoOn,
    /// Why, with what the member said.
    pub reason: Prose,
}

/// A document that the nurse sends on a doctor's behalf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnnounceDocument {
    pub item: ChecklistItem,
    /// The day that the paper bears.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<Day>,
}

/// A document that a doctor is about to send.
#[derive(Debug)]
pub struct SentDocument {
    pub dated: Option<Day>,
    /// What the sender calls it.
    pub name: Option<Line>,
}

/// A document that the member is about to send.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnDocumentForm {
    #[serde(default)]
    name: Private<String>,
}

/// Where and how to send the file: a form with these fields, the file last, as `file`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SendFile {
    pub document: DocumentId,
    pub action: String,
    pub fields: BTreeMap<String, String>,
    /// The largest file that is taken.
    pub bytes_max: u64,
}

/// The treating doctor's answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GoAheadForm {
    #[serde(default)]
    answer: String,
    /// What was shown: the expected finish and the latest safe date.
    #[serde(default)]
    shown: String,
    #[serde(default)]
    reason: Private<String>,
}

/// The treating doctor's answer.
#[derive(Debug)]
pub enum GoAheadAnswered {
    Confirm { shown: Outlook },
    Object { reason: Prose },
}

/// A document for an item of the checklist.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DocumentForm {
    /// The date on the document, in three boxes; all empty where none is asked for.
    #[serde(default, rename = "dated-day")]
    day: String,
    #[serde(default, rename = "dated-month")]
    month: String,
    #[serde(default, rename = "dated-year")]
    year: String,
    /// What the sender calls it, such as the name of the file.
    #[serde(default)]
    name: Private<String>,
}

/// Something of the checklist that is not available.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NotAvailableForm {
    #[serde(default)]
    reason: Private<String>,
}

/// What a doctor writes on the page instead of sending a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WrittenForm {
    #[serde(default)]
    words: Private<String>,
}

/// A fee for copying, in pounds with or without pence, such as `50` or `49.50`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FeeForm {
    #[serde(default)]
    pounds: String,
}

impl Form for GoAheadForm {
    type Input = GoAheadAnswered;

    fn parse(self) -> Result<GoAheadAnswered, Vec<FieldError>> {
        let mut fields = Fields::default();
        let answer = match self.answer.as_str() {
            "confirm" => {
                let why = "please open the page again: the dates may have changed";
                let shown = fields.read("shown", self.shown.parse().ok(), why);
                shown.map(|shown| GoAheadAnswered::Confirm { shown })
            }
            "object" => {
                let reason = fields.text("reason", "why", self.reason);
                reason.map(|reason| GoAheadAnswered::Object { reason })
            }
            _ => fields.wrong("answer", "say whether you confirm or object"),
        };
        fields.done(answer)
    }
}

impl Form for DocumentForm {
    type Input = SentDocument;

    fn parse(self) -> Result<SentDocument, Vec<FieldError>> {
        let mut fields = Fields::default();
        let typed = [self.day.as_str(), &self.month, &self.year];
        let dated = fields.date_or_none("dated", "date on the document", typed);
        let name = fields.text_or_none("name", "what it is", self.name);
        fields.done(dated.zip(name).map(|(dated, name)| SentDocument { dated, name }))
    }
}

impl Form for OwnDocumentForm {
    type Input = Option<Line>;

    fn parse(self) -> Result<Option<Line>, Vec<FieldError>> {
        let mut fields = Fields::default();
        let name = fields.text_or_none("name", "what it is", self.name);
        fields.done(name)
    }
}

impl Form for NotAvailableForm {
    type Input = Prose;

    fn parse(self) -> Result<Prose, Vec<FieldError>> {
        let mut fields = Fields::default();
        let reason = fields.text("reason", "why", self.reason);
        fields.done(reason)
    }
}

impl Form for WrittenForm {
    type Input = Prose;

    fn parse(self) -> Result<Prose, Vec<FieldError>> {
        let mut fields = Fields::default();
        let words = fields.text("words", "the condition, as you see it", self.words);
        fields.done(words)
    }
}

impl Form for FeeForm {
    type Input = Pence;

    fn parse(self) -> Result<Pence, Vec<FieldError>> {
        let mut fields = Fields::default();
        let pence = Pence::parse_pounds(&self.pounds);
        let pence = fields.read("pounds", pence, "the fee: write it like 50 or 49.50");
        fields.done(pence)
    }
}
