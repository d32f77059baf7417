//! Billing: what an employer owes for a month. The member is never charged: no type here can name one as payer.

mod capitation;
mod contract;
mod invoice;

pub use capitation::head_days;
pub use contract::{Basis, Contract, FallsDue, HeadCount, Tier};
pub use invoice::{Draft, Invoice, Line, LineKind, draft};

use crate::ids::{CaseId, ClientId, ContractId};
use crate::money::{Pence, Vat};
use crate::{Case, Event, Recorded, report};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A calendar month in London, such as `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    first: Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a month is written as 2026-11")]
pub struct NotAMonth;

impl Month {
    pub fn of(moment: Timestamp) -> Self {
        Self { first: crate::calendar::london(moment).date().first_of_month() }
    }

    pub fn first(self) -> Date {
        self.first
    }

    /// The first day of the month after.
    pub fn end(self) -> Date {
        self.first.last_of_month().tomorrow().unwrap_or(Date::MAX)
    }

    #[must_use]
    pub fn before(self) -> Self {
        Self { first: self.first.yesterday().unwrap_or(Date::MIN).first_of_month() }
    }

    #[must_use]
    pub fn after(self) -> Self {
        Self { first: self.end() }
    }

    pub fn days(self) -> i64 {
        i64::from(self.first.days_in_month())
    }
}

impl std::str::FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let first: Date = format!("{text}-01").parse().map_err(|_| NotAMonth)?;
        if text.len() == 7 { Ok(Self { first }) } else { Err(NotAMonth) }
    }
}

impl TryFrom<String> for Month {
    type Error = NotAMonth;

    fn try_from(text: String) -> Result<Self, NotAMonth> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> String {
        month.to_string()
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.first.strftime("%Y-%m"))
    }
}

/// A fee that a case has made due, once for each event: (case, sequence) is its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    pub case: CaseId,
    pub sequence: u64,
    pub client: ClientId,
    pub contract: ContractId,
    pub kind: ChargeKind,
    pub net: Pence,
    pub vat: Vat,
    pub on: Date,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChargeKind {
    Referral,
    Cancellation,
}

/// The charge that an event leads to under the case's contract, if it does. Every way in which a
/// consented case ends early leads to the same flat fee, so that fees do not tell the ways apart.
pub fn charge(case: &Case, recorded: &Recorded, contract: &Contract) -> Option<Charge> {
    let Basis::PerReferral { fee, due, cancellation_fee } = &contract.basis else {
        return None;
    };
    let received = case.received.as_ref()?;
    let event = &recorded.event;
    let first_release = matches!(event, Event::Report(report::Event::Released { version }) if is_first(case, *version));
    let (kind, net) = match due {
        FallsDue::Release if first_release => (ChargeKind::Referral, *fee),
        FallsDue::Consent if is_consent(event) => (ChargeKind::Referral, *fee),
        _ if is_early_end(case, event) => (ChargeKind::Cancellation, *cancellation_fee),
        _ => return None,
    };
    (net != Pence(0)).then(|| Charge {
        case: case.id.clone(),
        sequence: recorded.sequence,
        client: received.client.clone(),
        contract: contract.id.clone(),
        kind,
        net,
        vat: contract.vat(),
        on: crate::calendar::london(recorded.at).date(),
    })
}

/// A later version released again is the same opinion: it is charged once.
fn is_first(case: &Case, version: u32) -> bool {
    case.report.first_released == Some(version)
}

fn is_consent(event: &Event) -> bool {
    use crate::consent::Event::{Given, Recorded};
    matches!(event, Event::Consent(Given { .. } | Recorded { .. }))
}

fn is_early_end(case: &Case, event: &Event) -> bool {
    use crate::casework::Event::Stopped;
    use crate::consent::Event::{Declined, Lapsed, Withdrawn};
    let ends = matches!(
        event,
        Event::Consent(Declined { .. } | Lapsed | Withdrawn { .. })
            | Event::Casework(Stopped { .. })
    );
    ends && case.report.released.is_none()
}
