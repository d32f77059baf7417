//! Documents: announced before they arrive, then clean or refused.

use super::{ChecklistItem, DOCUMENTS_MAX, Facts, Takes};
use crate::Actor;
use crate::ids::{DoctorId, SheetId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What an uploaded document is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Use {
    Record {
        item: ChecklistItem,
    },
    Report {
        version: u32,
    },
    ConsentScan,
    /// What the member adds of their own; it answers no item of the checklist.
    Own,
}

impl Use {
    /// What may be sent for it.
    pub fn takes(&self) -> Takes {
        match self {
            Self::Record { item } => item.takes(),
            Self::Own => Takes::Imaging,
            Self::Report { .. } | Self::ConsentScan => Takes::Papers,
        }
    }

    /// Whether it is for the member's own copy of everything: of reports the released one alone.
    pub fn is_in_copy(&self, released: Option<u32>) -> bool {
        match self {
            Self::Report { version } => Some(*version) == released,
            Self::Record { .. } | Self::Own | Self::ConsentScan => true,
        }
    }

    /// Whether it is part of what a specialist is shown.
    pub fn is_record(&self) -> bool {
        matches!(self, Self::Record { .. } | Self::Own)
    }
}

/// Minutes within which an announced document arrives: the form is valid for an hour.
pub const ARRIVES_MINUTES: i64 = 90;

/// A document: announced, then clean or refused. Never clean by default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Document {
    pub used_for: Use,
    /// The day that the paper itself bears, as its sender gave it.
    pub dated: Option<Date>,
    /// What its sender calls it, a [`super::DocumentName`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<SheetId>,
    /// Who announced it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Actor>,
    pub announced: Timestamp,
    pub state: DocumentState,
}

impl Document {
    pub(super) fn announced(
        used_for: Use,
        dated: Option<Date>,
        name: Option<SheetId>,
        by: &Actor,
        at: Timestamp,
    ) -> Self {
        let (by, state) = (Some(by.clone()), DocumentState::BeingChecked);
        Self { used_for, dated, name, by, announced: at, state }
    }

    /// Whether it was announced and never came. A late one is still taken.
    pub fn has_not_arrived(&self, now: Timestamp) -> bool {
        let minutes = now.duration_since(self.announced).as_secs() / 60;
        self.state == DocumentState::BeingChecked && minutes >= ARRIVES_MINUTES
    }

    /// Whether that doctor or their secretary sent it.
    pub fn is_from(&self, doctor: &DoctorId) -> bool {
        self.by.as_ref().and_then(Actor::doctor) == Some(doctor)
    }

    pub fn is_taken_back(&self) -> bool {
        matches!(self.state, DocumentState::TakenBack { .. })
    }

    /// Whether it takes one of the places that a case has for documents.
    fn takes_a_place(&self, now: Timestamp) -> bool {
        let gone =
            matches!(self.state, DocumentState::Refused { .. } | DocumentState::TakenBack { .. });
        !gone && !self.has_not_arrived(now)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DocumentState {
    BeingChecked,
    Clean(Content),
    Refused {
        why: DocumentRefused,
    },
    /// Sent by mistake: nobody is shown it any more.
    TakenBack {
        at: Timestamp,
    },
}

/// What exactly was found clean: every later read checks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Content {
    /// Its SHA-256, salted by the case's own key, in hex: whoever has the log and a file cannot tell whether
    /// it is this one. The descriptor has the plain hash.
    pub hash: String,
    pub bytes: u64,
    pub kind: DocumentKind,
    /// The bucket's version of the clean copy: only these very bytes are ever read.
    #[serde(default)]
    pub version: Option<String>,
    /// The sealed sheet that says the same. A read that finds them different is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub descriptor: Option<SheetId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DocumentKind {
    Pdf,
    Jpeg,
    Png,
    Tiff,
    Dicom,
    Text,
    /// A ZIP of DICOM files and nothing else.
    DicomZip,
}

impl DocumentKind {
    /// How the name of such a file ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Tiff => "tiff",
            Self::Dicom => "dcm",
            Self::Text => "txt",
            Self::DicomZip => "zip",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DocumentRefused {
    /// Nearly nothing, or more than is taken.
    Size,
    /// Not one of the kinds that are read.
    Kind,
    /// The scanner found something.
    Malware,
    /// The scanner could not read it.
    Unreadable,
    /// It is locked with a password.
    Locked,
    /// A PDF that does more than show something.
    Active,
    /// A ZIP in which something else than DICOM files is.
    Archive,
    /// The member does not allow records to be collected any more.
    NotAllowed,
}

impl Facts {
    /// How many more documents the case takes.
    pub fn places_left(&self, now: Timestamp) -> usize {
        let taken = self.documents.values().filter(|it| it.takes_a_place(now)).count();
        DOCUMENTS_MAX.saturating_sub(taken)
    }
}
