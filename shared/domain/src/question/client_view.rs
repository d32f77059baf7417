//! What a client sees of a case: dates and one of five words. No argument could carry more.

use super::expected_finish;
use crate::Case;
use crate::calendar::london;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClientView {
    pub reference: String,
    pub received: Date,
    pub status: ClientStatus,
    /// Only while the case is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_finish: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ClientStatus {
    Received,
    WithTheMember,
    InProgress,
    Completed,
    Closed,
}

/// Nothing for a case that was never received.
pub fn client_view(case: &Case, now: Timestamp) -> Option<ClientView> {
    let received = case.received.as_ref()?;
    let status = status(case);
    let open = !matches!(status, ClientStatus::Completed | ClientStatus::Closed);
    Some(ClientView {
        reference: case.id.reference(),
        received: london(received.at).date(),
        status,
        expected_finish: expected_finish(case, now).filter(|_| open),
        closed: case.ended.as_ref().map(|ended| london(ended.since).date()),
    })
}

/// A released report reads `completed` and stays so, whatever follows; every other end reads alike.
fn status(case: &Case) -> ClientStatus {
    if case.report.released.is_some() {
        ClientStatus::Completed
    } else if case.ended.is_some() || case.keeping.erased.is_some() {
        ClientStatus::Closed
    } else if case.consent.standing().is_some() {
        ClientStatus::InProgress
    } else if case.casework.introduced.is_some() {
        ClientStatus::WithTheMember
    } else {
        ClientStatus::Received
    }
}
