//! Billing: what an employer owes for a month. The member is never charged: no type here can name one as payer.

mod capitation;
mod contract;
mod invoice;

pub use capitation::head_days;
pub use contract::{Basis, Contract, FallsDue, HeadCount, Tier};
pub use invoice::{Draft, Invoice, InvoiceLine, InvoiceTotals, LineKind, draft};

use crate::ids::{CaseId, ClientId, ContractId};
use crate::money::{Pence, Vat};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A calendar month in London, such as `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("pattern" = "^20[0-9]{2}-(0[1-9]|1[0-2])$")))]
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
        // No contract is older than the service, and a month far away is a slip of the finger.
        let near = (2000..=2199).contains(&first.year());
        if text.len() == 7 && near { Ok(Self { first }) } else { Err(NotAMonth) }
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ChargeKind {
    Referral,
    Cancellation,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_is_four_digits_and_two_between_the_years_2000_and_2199() {
        for text in ["2000-01", "2026-11", "2199-12"] {
            assert_eq!(text.parse::<Month>().map(String::from), Ok(text.to_owned()));
        }
        for text in ["1999-12", "2200-01", "2026-13", "2026-1", "2026-11-05", "+002026-11", ""] {
            assert_eq!(text.parse::<Month>(), Err(NotAMonth), "{text}");
        }
    }

    #[test]
    fn a_month_has_its_days_and_its_neighbours() {
        for (month, before, end, days) in [
            ("2026-11", "2026-10", date(2026, 12, 1), 30),
            ("2026-12", "2026-11", date(2027, 1, 1), 31),
            ("2028-02", "2028-01", date(2028, 3, 1), 29),
            ("2027-01", "2026-12", date(2027, 2, 1), 31),
        ] {
            let month: Month = month.parse().unwrap();
            assert_eq!(month.before().to_string(), before, "{month}");
            assert_eq!(month.before().after(), month);
            assert_eq!((month.end(), month.days()), (end, days), "{month}");
        }
    }

    #[test]
    fn a_month_begins_at_midnight_in_london() {
        for (moment, month) in
            [("2026-06-30T22:59:59Z", "2026-06"), ("2026-06-30T23:00:00Z", "2026-07")]
        {
            assert_eq!(Month::of(moment.parse().unwrap()).to_string(), month, "{moment}");
        }
    }
}
