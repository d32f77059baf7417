//! Billing: contracts, head counts, the month's run and its invoices.

mod operations;

pub(crate) use operations::OPERATIONS;

use domain::billing::{Basis, Invoice, InvoiceLine, InvoiceTotals, Month};
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

/// The invoices of a month, without their lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonthClosed {
    pub month: Month,
    pub invoices: Vec<Invoice>,
    /// Clients that could not be billed. Once the reason is mended, running the month again bills them.
    pub held_back: Vec<HeldBack>,
}

/// A client that could not be billed for a month, while all others were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeldBack {
    pub client: ClientId,
    /// `too-much`: a sum is larger than an invoice can hold. `busy` and `broken`: as of a problem.
    pub reason: String,
}

/// An invoice: references and counts, never a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvoiceShown {
    pub number: String,
    #[serde(flatten)]
    pub totals: InvoiceTotals,
    pub lines: Vec<InvoiceLine>,
    /// Each line in words, in the same order.
    pub texts: Vec<String>,
}
