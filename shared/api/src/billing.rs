//! Billing: contracts, head counts, the month's run and its invoices.

mod operations;

pub(crate) use operations::OPERATIONS;

use domain::billing::{Basis, Draft, Invoice, Month};
use domain::day::Day;
use domain::ids::{ClientId, ContractId};
use serde::{Deserialize, Serialize};

/// A contract. It never overlaps another of that client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgreeContract {
    pub id: ContractId,
    pub client: ClientId,
    pub from: Day,
    /// The first day on which it no longer runs.
    #[serde(default)]
    pub until: Option<Day>,
    pub basis: Basis,
}

/// How many people are covered from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeclareHeads {
    pub client: ClientId,
    pub from: Day,
    pub heads: u32,
}

/// The month to close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunMonth {
    pub month: Month,
}

/// The invoices of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonthClosed {
    pub month: Month,
    pub invoices: Vec<Invoice>,
}

/// An invoice: references and counts, never a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvoiceShown {
    pub number: String,
    #[serde(flatten)]
    pub draft: Draft,
    /// Each line in words, in the same order.
    pub texts: Vec<String>,
}
