//! Report: the specialist's opinion, its release, and the member's answers afterwards.

mod operations;

pub(crate) use operations::OPERATIONS;

mod forms;

pub use forms::{
    ConcernForm, FollowUpForm, FollowedUp, HandInForm, HandedIn, ReviewDone, ReviewForm,
};

use crate::PartyWord;
use domain::day::Moment;
use domain::ids::ConcernId;
use domain::question::Shown;
use domain::report::ReportBody;
use domain::sheet::Words;
use domain::text::Prose;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// That the report may go to the member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReleaseReport {
    pub call: CallSaid,
}

/// Whether the member was offered a call before the release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum CallSaid {
    Offered,
    NotOffered,
}

/// What is missing in the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReturnReport {
    pub reason: Prose,
}

/// What was done about an urgent concern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnswerConcern {
    pub answer: Prose,
    /// Who was phoned, and when.
    pub phoned: Vec<PhoneCall>,
}

/// A phone call that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PhoneCall {
    pub party: PartyWord,
    pub at: Moment,
}

/// An urgent concern that the nurse was told of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoteConcern {
    pub concern: Prose,
}

/// The newest version of the report, before its release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportShown {
    pub version: u32,
    pub report: Shown<ReportBody>,
}

/// The urgent concerns that nobody has answered yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenConcerns {
    pub open: Vec<OpenConcern>,
}

/// An urgent concern in the specialist's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenConcern {
    pub concern: ConcernId,
    pub at: Timestamp,
    pub words: Shown<Words>,
}
