//! The domain says no. Every refusal has a sentence for the person and a stable code for programs.

use crate::{access, casework, consent, matching, records, referral, report, scheduling};

/// The gates that every capability shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Gate {
    #[error("there is no such case")]
    NoSuchCase,
    /// Answered as if the case did not exist: who may not know of it learns nothing.
    #[error("there is no such case")]
    NotYours,
    #[error("this is not for you to do")]
    NotAllowed,
    #[error("the case has ended")]
    Ended,
    #[error("the case has been erased")]
    Erased,
    #[error("the member has not consented")]
    NoConsent,
    #[error("the member's consent does not reach that far")]
    OutsideConsent,
    #[error("no nurse is assigned yet")]
    NoNurse,
    #[error("the case is on hold")]
    OnHold,
}

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
        }
    }
}
