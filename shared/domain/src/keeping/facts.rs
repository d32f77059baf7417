//! Who asked for what is held about them, whether a legal hold stops an erasure, and whether one took place.

use crate::ids::{DocumentId, SheetId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Requests for subject access of one case, at most.
pub const SUBJECT_ACCESS_MAX: usize = 20;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Facts {
    /// The member's requests for everything held about them, newest last.
    pub subject_access: Vec<SubjectAccess>,
    pub legal_hold: Option<LegalHold>,
    pub erased: Option<Timestamp>,
}

/// That the member asked for everything held about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SubjectAccess {
    pub at: Timestamp,
    /// The last day on which it may be answered.
    pub due: Date,
    pub copy: Option<CopyFile>,
    /// When something in the copy was taken back: it is given to nobody any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoiled: Option<Timestamp>,
}

/// The copy that answers a request for subject access: one ZIP in the bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CopyFile {
    pub id: DocumentId,
    /// Its SHA-256, salted by the case's own key, in hex.
    pub hash: String,
    pub bytes: u64,
    /// The bucket's version: only these very bytes are ever read.
    pub version: Option<String>,
}

/// A legal hold: nothing is erased until it is lifted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LegalHold {
    pub reason: SheetId,
    pub at: Timestamp,
}

impl Facts {
    /// The newest copy that was made, whatever has been asked for since.
    pub fn newest_copy(&self) -> Option<&CopyFile> {
        let mut whole =
            self.subject_access.iter().rev().filter(|request| request.spoiled.is_none());
        whole.find_map(|request| request.copy.as_ref())
    }

    /// The copies that hold something that was taken back.
    pub fn spoiled_copies(&self) -> impl Iterator<Item = &CopyFile> {
        let spoiled = self.subject_access.iter().filter(|request| request.spoiled.is_some());
        spoiled.filter_map(|request| request.copy.as_ref())
    }

    pub(crate) fn spoil_copies(&mut self, at: Timestamp) {
        let made = self.subject_access.iter_mut().filter(|request| request.copy.is_some());
        made.filter(|request| request.spoiled.is_none())
            .for_each(|request| request.spoiled = Some(at));
    }

    /// Whether a copy has been asked for and is not there yet.
    pub(super) fn is_being_copied(&self) -> bool {
        self.subject_access.last().is_some_and(|request| request.copy.is_none())
    }
}
