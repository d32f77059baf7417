//! What happened. Events are kept for ever: variants are added, never renamed or reshaped.
//!
//! They hold codes, ids and facts. Every word a person typed is in a sealed sheet named by id.

use crate::{
    Actor, access, casework, consent, keeping, matching, records, referral, report, scheduling,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One fact, in the words of its capability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Event {
    Referral(referral::Event),
    Access(access::Event),
    Consent(consent::Event),
    Casework(casework::Event),
    Matching(matching::Event),
    Records(records::Event),
    Scheduling(scheduling::Event),
    Report(report::Event),
    Keeping(keeping::Event),
}

impl Event {
    /// `consent-given`: the capability, then what happened. It is the type on the bus.
    pub fn name(&self) -> String {
        let capability: &'static str = self.into();
        let fact: &'static str = match self {
            Self::Referral(event) => event.into(),
            Self::Access(event) => event.into(),
            Self::Consent(event) => event.into(),
            Self::Casework(event) => event.into(),
            Self::Matching(event) => event.into(),
            Self::Records(event) => event.into(),
            Self::Scheduling(event) => event.into(),
            Self::Report(event) => event.into(),
            Self::Keeping(event) => event.into(),
        };
        format!("{capability}-{fact}")
    }
}

macro_rules! into_event {
    ($($variant:ident = $module:ident),+) => {$(
        impl From<$module::Event> for Event {
            fn from(event: $module::Event) -> Self {
                Self::$variant(event)
            }
        }
    )+};
}

into_event!(
    Referral = referral,
    Access = access,
    Consent = consent,
    Casework = casework,
    Matching = matching,
    Records = records,
    Scheduling = scheduling,
    Report = report,
    Keeping = keeping
);

/// An event with its place in the case's log. The sequence orders; the time is only what the clock said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recorded {
    /// From 1, without gaps.
    pub sequence: u64,
    pub at: Timestamp,
    pub by: Actor,
    pub event: Event,
}
