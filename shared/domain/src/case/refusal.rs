//! Why the domain says no. Every refusal has a sentence for the person and a stable code for programs.

use crate::ground::refusal::Gate;
use crate::{access, casework, consent, keeping, matching, records, referral, report, scheduling};

/// Any refusal, one variant a capability.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub enum Refusal {
    Gate(#[from] Gate),
    Referral(#[from] referral::Refusal),
    Access(#[from] access::Refusal),
    Consent(#[from] consent::Refusal),
    Casework(#[from] casework::Refusal),
    Matching(#[from] matching::Refusal),
    Records(#[from] records::Refusal),
    Scheduling(#[from] scheduling::Refusal),
    Report(#[from] report::Refusal),
    Keeping(#[from] keeping::Refusal),
}

impl Refusal {
    /// Kebab-case, stable for ever: programs match on it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Gate(refusal) => refusal.into(),
            Self::Referral(refusal) => refusal.into(),
            Self::Access(refusal) => refusal.into(),
            Self::Consent(refusal) => refusal.into(),
            Self::Casework(refusal) => refusal.into(),
            Self::Matching(refusal) => refusal.into(),
            Self::Records(refusal) => refusal.into(),
            Self::Scheduling(refusal) => refusal.into(),
            Self::Report(refusal) => refusal.into(),
            Self::Keeping(refusal) => refusal.into(),
        }
    }
}
