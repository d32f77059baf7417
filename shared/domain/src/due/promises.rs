//! The one table of promises: how many working days each step may take, and whose step it is.

use crate::Case;
use crate::calendar::due;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whom a case can wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum WaitsFor {
    Client,
    Member,
    Nurse,
    ClinicalLead,
    PrimaryConsultant,
    Specialist,
    Nobody,
}

/// A step of the pathway that somebody has promised to take in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Introduce,
    Consent,
    Understand,
    Offer,
    Choose,
    Accept,
    /// By each treating doctor asked: they rarely work at the same time.
    Records,
    /// After an objection, or chases in vain.
    DecideGoAhead,
    CompleteRecords,
    HandOver,
    Review,
    Book,
    Consult,
    /// From the consultation to the report.
    Report,
    /// From complete records to the report, unless a specialist promises otherwise.
    ReportAfterRecords,
    Release,
    FollowUp,
    /// Whatever comes up beside the pathway: a letter that came back, a complaint.
    Task,
}

impl Step {
    /// Who takes it, and the working days that they have for it.
    #[expect(clippy::match_same_arms, reason = "it is a table in the order of the pathway")]
    const fn promise(self) -> (WaitsFor, u32) {
        match self {
            Self::Introduce => (WaitsFor::Nurse, 1),
            Self::Consent => (WaitsFor::Member, 5),
            Self::Understand => (WaitsFor::Nurse, 2),
            Self::Offer => (WaitsFor::Nurse, 2),
            Self::Choose => (WaitsFor::Member, 3),
            Self::Accept => (WaitsFor::Specialist, 2),
            Self::Records => (WaitsFor::PrimaryConsultant, 5),
            Self::DecideGoAhead => (WaitsFor::ClinicalLead, 1),
            Self::CompleteRecords => (WaitsFor::Nurse, 1),
            Self::HandOver => (WaitsFor::Nurse, 1),
            Self::Review => (WaitsFor::Specialist, 2),
            Self::Book => (WaitsFor::Nurse, 1),
            Self::Consult => (WaitsFor::Specialist, 3),
            Self::Report => (WaitsFor::Specialist, 5),
            Self::ReportAfterRecords => (WaitsFor::Specialist, 10),
            Self::Release => (WaitsFor::Nurse, 2),
            Self::FollowUp => (WaitsFor::Member, 10),
            Self::Task => (WaitsFor::Nurse, 1),
        }
    }

    pub const fn party(self) -> WaitsFor {
        self.promise().0
    }

    /// In working days.
    pub const fn days(self) -> u32 {
        self.promise().1
    }
}

/// When a step that began at `from` should have been taken, in the case's own working days.
pub(crate) fn promised(case: &Case, step: Step, from: Timestamp) -> Timestamp {
    due(from, step.days(), case.nation())
}
