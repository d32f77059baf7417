//! What a client sees of a case: dates and one of five words. No argument could carry more.

use crate::Case;
use crate::calendar::{add_working_days, london};
use crate::case::Reached;
use crate::due::Step;
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
    let today = london(now).date();
    let closed = closed_on(case, today);
    let reached = case.ended.as_ref().map_or_else(|| case.reached(), |ended| ended.reached.clone());
    let finish = finish(case, &reached, received.at).filter(|day| *day >= today);
    Some(ClientView {
        reference: case.id.reference(),
        received: london(received.at).date(),
        status: closed.map_or_else(|| word(&reached), |_| closing_word(case)),
        expected_finish: finish.filter(|_| closed.is_none()),
        closed,
    })
}

/// A completed case is closed on the day of its release. Any other keeps its last word until the end of
/// the month in which it ended, so that the day of an end tells nothing of why.
fn closed_on(case: &Case, today: Date) -> Option<Date> {
    if let Some(released) = &case.report.first_released {
        return Some(london(released.at).date());
    }
    let last = london(case.ended.as_ref()?.since).date().last_of_month();
    Some(last).filter(|last| *last < today)
}

/// A released report reads `completed` and stays so, whatever follows; every other end reads alike.
fn closing_word(case: &Case) -> ClientStatus {
    match case.report.first_released {
        Some(_) => ClientStatus::Completed,
        None => ClientStatus::Closed,
    }
}

fn word(reached: &Reached) -> ClientStatus {
    if reached.consented.is_some() {
        ClientStatus::InProgress
    } else if reached.introduced.is_some() {
        ClientStatus::WithTheMember
    } else {
        ClientStatus::Received
    }
}

/// The promised working days from the consent, or from the referral: what happens inside moves nothing but
/// the number of doctors asked.
fn finish(case: &Case, reached: &Reached, received: Timestamp) -> Option<Date> {
    let (from, before) = match reached.consented {
        Some(consented) => (consented, 0),
        None => (received, Step::Introduce.days() + Step::Consent.days()),
    };
    let doctors = u32::try_from(reached.doctors_asked.max(1)).ok()?;
    let records = Step::Records.days().saturating_mul(doctors);
    let days = before + sum(&[Step::Understand]) + sum(&MATCHING).max(records) + sum(&AFTER);
    Some(add_working_days(london(from).date(), days, case.nation()))
}

const MATCHING: [Step; 3] = [Step::Offer, Step::Choose, Step::Accept];
const AFTER: [Step; 5] = [Step::HandOver, Step::Review, Step::Consult, Step::Report, Step::Release];

fn sum(steps: &[Step]) -> u32 {
    steps.iter().map(|step| step.days()).sum()
}
