//! The sealed sheets: the private words of a case, each in one of two classes.
//!
//! An event names a sheet by id; only `vault` can open one. The class decides under which KMS key.

use crate::ids::{DocumentId, QuestionId, SheetId};
use crate::nhs_number::NhsNumber;
use crate::records::Content;
use crate::report::Findings;
use crate::text::{Email, PersonName, Phone, TextError};
use crate::{Private, text};
use jiff::civil::Date;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// Which of the case's two keys seals a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Names, addresses, phones, birth dates.
    Contact,
    /// Needs, notes, answers, findings, and reasons that may tell of a condition.
    Clinical,
}

impl Class {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Clinical => "clinical",
        }
    }
}

/// What can be sealed: a body that knows its class, so that none can be sealed under the wrong key.
pub trait Sheet: Serialize + DeserializeOwned {
    const CLASS: Class;
}

macro_rules! sheets {
    ($($class:ident: $($body:ident),+;)+) => {$($(
        impl Sheet for $body {
            const CLASS: Class = Class::$class;
        }
    )+)+};
}

sheets! {
    Contact: MemberDetails, DoctorDetails, Signature, SignedCopy, TypedContact;
    Clinical: Words, Needs, QuestionWords, DocumentName, Descriptor, ReportBody;
}

/// A sheet as it lies in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedSheet {
    pub id: SheetId,
    pub class: Class,
    pub sealed: Vec<u8>,
}

/// The case's two data keys, each wrapped by KMS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKeys {
    pub contact: Vec<u8>,
    pub clinical: Vec<u8>,
}

impl WrappedKeys {
    pub fn of(&self, class: Class) -> &[u8] {
        match class {
            Class::Contact => &self.contact,
            Class::Clinical => &self.clinical,
        }
    }
}

/// Who the member is and how they are reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberDetails {
    pub name: PersonName,
    pub email: Email,
    pub phone: Option<Phone>,
    pub birth_date: Private<Date>,
    pub nhs_number: Option<NhsNumber>,
}

/// A treating doctor and, if named, their secretary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoctorDetails {
    pub name: PersonName,
    pub email: Email,
    pub hospital: Private<String>,
    pub secretary: Option<Email>,
}

/// What was typed to sign, and of whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    pub typed_name: PersonName,
    /// SHA-256 of the session's secret, in hex; nothing where a nurse recorded it.
    #[serde(default)]
    pub session: Option<String>,
}

/// The copy of what was signed, as it was on that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCopy {
    /// A PDF of plain ASCII.
    pub pdf: Private<String>,
}

/// A private address or mobile as it was typed by whoever held the link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedContact {
    pub contact: Private<String>,
}

/// A note, a reason, an objection, a description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub words: Private<String>,
}

impl Words {
    /// Words that a person typed, checked and normalised.
    pub fn typed(words: &Private<String>) -> Result<Self, TextError> {
        text::prose(words.reveal()).map(|words| Self { words: Private::new(words) })
    }
}

/// What the member needs, as the nurse wrote it after talking with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    pub issue: Private<String>,
    /// What happened so far: illnesses, treatments, what was tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<Private<String>>,
    pub needs: Private<String>,
}

/// One question that the opinion must answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionWords {
    pub question: Private<String>,
}

/// The name that a sender gave a file. The bucket never sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentName {
    pub file_name: Private<String>,
}

/// What exactly a document was when it was found clean. Whoever edits the case in its table cannot
/// make another one of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Descriptor {
    pub document: DocumentId,
    /// SHA-256 in hex.
    pub hash: String,
    pub bytes: u64,
    pub version: Option<String>,
}

impl Descriptor {
    pub fn of(document: &DocumentId, content: &Content) -> Self {
        let Content { hash, bytes, version, .. } = content.clone();
        Self { document: document.clone(), hash, bytes, version }
    }
}

/// One version of a report: the findings, the words, and an answer to every question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportBody {
    pub findings: Findings,
    pub summary: Private<String>,
    /// How this view differs from the treating doctor's.
    pub difference: Private<String>,
    pub answers: BTreeMap<QuestionId, Private<String>>,
}
