//! Keeping: how long a case is kept, what an erasure leaves, and whether a log is whole.

mod operations;

pub(crate) use operations::OPERATIONS;

use domain::ids::CaseId;
use domain::keeping::ErasureGrounds;
use domain::question::Shown;
use domain::sheet::Words;
use domain::text::Prose;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why nothing may be erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlaceLegalHold {
    pub reason: Prose,
}

/// On what grounds a case is erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EraseCase {
    pub grounds: ErasureGrounds,
}

/// The cases that are kept no longer. Nothing is erased by looking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RetentionList {
    pub to_erase: Vec<ErasableLine>,
}

/// A case that is kept no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErasableLine {
    pub case: CaseId,
    pub reference: String,
    pub kept_until: Timestamp,
}

/// How long a case is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaseRetention {
    /// Its reference.
    pub case: String,
    pub ended: Option<Timestamp>,
    /// From then on it is to be erased; nothing while it is open, held or gone.
    pub erasable_from: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_hold: Option<LegalHoldShown>,
    pub erased: Option<Timestamp>,
}

/// A legal hold with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LegalHoldShown {
    pub since: Timestamp,
    pub reason: Shown<Words>,
}

/// What an erasure has left, as it is found at the moment of asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErasureCertificate {
    pub reference: String,
    pub erased_at: Timestamp,
    /// `destroyed`: a certificate is only given once they are.
    pub keys: String,
    pub documents: usize,
    /// Records of the log whose content is gone, of all: what stays implies no condition.
    pub contents_dropped: u64,
    pub records: u64,
    /// Whether the skeleton still verifies.
    pub log_whole: bool,
}

/// What verifying a log found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogVerified {
    pub whole: bool,
    pub records: u64,
    /// What is wrong with the log in itself, in words, with the record's place.
    pub broken: Vec<FlawShown>,
    /// How many anchors there are, and where the case is not as it was anchored.
    pub anchors: usize,
    pub breaches: Vec<BreachShown>,
}

/// A flaw of the log in itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FlawShown {
    pub sequence: u64,
    pub how: String,
}

/// Something that is not as it was anchored on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum BreachShown {
    Record { day: Date, sequence: u64 },
    Reads { day: Date },
}
