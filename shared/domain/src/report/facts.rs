//! The review, the urgent concerns, and the versions of the report.

use super::{CallBefore, FindingsState};
use crate::ids::{ConcernId, DoctorId, DocumentId, QuestionId, SheetId};
use crate::scheduling::Mode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Versions of a report, at most.
pub const VERSIONS_MAX: u32 = 20;

/// Urgent concerns that may be open at once.
pub const CONCERNS_MAX: usize = 10;

/// Phone calls noted for one urgent concern, at most.
pub const PHONED_MAX: usize = 10;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Facts {
    pub reviewed: Option<Reviewed>,
    pub concerns: Vec<Concern>,
    pub versions: Vec<Version>,
    /// Versions up to this number are those of a specialist who does not have the case any more.
    pub of_others: u32,
    pub released: Option<Released>,
    /// The version that was released first: a fee falls due with it, and with no later one.
    pub first_released: Option<Released>,
    pub read: Option<Timestamp>,
    pub sent_to: Vec<Recipient>,
    pub followed_up: Option<Timestamp>,
}

impl Facts {
    /// The number of the version that the specialist writes next.
    pub fn next_version(&self) -> u32 {
        let last = self.versions.last().map_or(0, |last| last.version);
        last.max(self.of_others) + 1
    }

    /// The newest version of the specialist who has the case.
    pub fn last_version(&self) -> Option<&Version> {
        self.versions.last().filter(|last| last.version > self.of_others)
    }

    /// What one specialist wrote, or announced a file for, never counts as another's.
    pub(crate) fn pass_on(&mut self) {
        self.reviewed = None;
        self.of_others = self.next_version();
    }

    /// The version that the member may read.
    pub fn released_version(&self) -> Option<&Version> {
        let released = self.released.as_ref()?;
        self.versions.iter().find(|version| version.version == released.version)
    }
}

/// An urgent concern that nobody has answered yet; its words are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Concern {
    pub concern: ConcernId,
    pub sheet: SheetId,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reviewed {
    pub mode: Option<Mode>,
    pub at: Timestamp,
}

/// One version of the report. A new version never replaces an old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Version {
    pub version: u32,
    pub sheet: SheetId,
    /// The file that came with it, if one was uploaded.
    pub document: Option<DocumentId>,
    pub answered: BTreeSet<QuestionId>,
    pub findings: FindingsState,
    pub call: CallBefore,
    pub at: Timestamp,
    pub returned: Option<SheetId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Released {
    pub version: u32,
    pub at: Timestamp,
}

/// Whom the member sent the report on to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Recipient {
    PrimaryConsultant(DoctorId),
    Gp,
}

/// The member's answers when asked afterwards, as codes; their words are in the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Followed {
    Yes,
    Partly,
    No,
    NotYet,
}
