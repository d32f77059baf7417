//! Invoices: drafted in any order, numbered later, then never changed.

use super::{Basis, Charge, ChargeKind, Contract, HeadCount, Month, capitation, head_days};
use crate::ids::ClientId;
use crate::money::{Pence, TooMuch, Vat};
use serde::{Deserialize, Serialize};

/// An invoice before it has its number: the same lines however often it is drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub totals: InvoiceTotals,
    pub lines: Vec<InvoiceLine>,
}

/// What an invoice comes to. Its lines are kept apart, for there may be thousands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvoiceTotals {
    pub client: ClientId,
    pub month: Month,
    pub line_count: usize,
    pub net: Pence,
    pub vat: Pence,
}

/// An invoice once it has its number. Numbers are sequential without gaps, with the stack's prefix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Invoice {
    pub number: String,
    #[serde(flatten)]
    pub totals: InvoiceTotals,
}

/// A line names references and counts: no clinical word and no member's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvoiceLine {
    pub kind: LineKind,
    pub net: Pence,
    pub vat: Pence,
    pub vat_reason: Vat,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum LineKind {
    Capitation { head_days: i64, days: i64 },
    Referral { reference: String },
    Cancellation { reference: String },
}

impl LineKind {
    /// The text on the invoice.
    pub fn in_words(&self, month: Month) -> String {
        match self {
            Self::Capitation { head_days, days } => {
                format!("Cover for {month}: {head_days} head-days of a month of {days} days")
            }
            Self::Referral { reference } => format!("Referral {reference}"),
            Self::Cancellation { reference } => format!("Cancellation {reference}"),
        }
    }
}

/// The client's draft for a month, or nothing when nothing is owed.
///
/// `charges` are those of this client whose day is in the month, in any order.
pub fn draft(
    client: &ClientId,
    month: Month,
    contracts: &[Contract],
    counts: &[HeadCount],
    charges: &[Charge],
) -> Result<Option<Draft>, TooMuch> {
    let mut lines = Vec::new();
    for contract in contracts.iter().filter(|contract| &contract.client == client) {
        lines.extend(capitation_line(contract, month, counts)?);
    }
    let mut ordered: Vec<&Charge> = charges.iter().collect();
    ordered.sort_by(|a, b| (a.on, &a.case, a.sequence).cmp(&(b.on, &b.case, b.sequence)));
    for charge in ordered {
        lines.push(line(charge_kind(charge), charge.net, charge.vat)?);
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let net = Pence::sum(lines.iter().map(|line| line.net))?;
    let vat = Pence::sum(lines.iter().map(|line| line.vat))?;
    let (client, line_count) = (client.clone(), lines.len());
    let totals = InvoiceTotals { client, month, line_count, net, vat };
    // Both sums are known to fit; so must what the client pays.
    totals.gross()?;
    Ok(Some(Draft { totals, lines }))
}

fn capitation_line(
    contract: &Contract,
    month: Month,
    counts: &[HeadCount],
) -> Result<Option<InvoiceLine>, TooMuch> {
    let Basis::Capitation { tiers, minimum } = &contract.basis else {
        return Ok(None);
    };
    let runs = |day| contract.runs_on(day);
    let days_run = head_days(month, runs, &[HeadCount { from: month.first(), heads: 1 }]);
    if days_run == 0 {
        return Ok(None);
    }
    let head_days = head_days(month, runs, counts);
    let net = capitation::price(tiers, *minimum, head_days, days_run, month)?;
    line(LineKind::Capitation { head_days, days: month.days() }, net, contract.vat()).map(Some)
}

fn charge_kind(charge: &Charge) -> LineKind {
    let reference = charge.case.reference();
    match charge.kind {
        ChargeKind::Referral => LineKind::Referral { reference },
        ChargeKind::Cancellation => LineKind::Cancellation { reference },
    }
}

fn line(kind: LineKind, net: Pence, vat_reason: Vat) -> Result<InvoiceLine, TooMuch> {
    Ok(InvoiceLine { kind, net, vat: vat_reason.on(net)?, vat_reason })
}

impl InvoiceTotals {
    pub fn gross(&self) -> Result<Pence, TooMuch> {
        self.net.plus(self.vat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::{FallsDue, Tier};
    use jiff::civil::date;

    fn client() -> ClientId {
        "northwind".parse().unwrap()
    }

    fn contract(basis: Basis) -> Contract {
        let id = "c-1".parse().unwrap();
        Contract { id, client: client(), from: date(2026, 1, 1), until: None, basis }
    }

    fn november() -> Month {
        "2026-11".parse().unwrap()
    }

    fn capitation(counts: &[HeadCount], minimum: i64) -> Draft {
        let tiers = vec![
            Tier { heads_from: 0, price: Pence(125) },
            Tier { heads_from: 1_000, price: Pence(100) },
        ];
        let contract = contract(Basis::Capitation { tiers, minimum: Pence(minimum) });
        draft(&client(), november(), &[contract], counts, &[]).unwrap().unwrap()
    }

    #[test]
    fn a_whole_month_of_heads_costs_the_price_per_head() {
        let counts = [HeadCount { from: date(2026, 1, 1), heads: 800 }];
        let totals = capitation(&counts, 0).totals;
        assert_eq!((totals.net, totals.vat), (Pence(100_000), Pence(20_000)));
    }

    #[test]
    fn people_who_join_count_by_day() {
        // 100 heads for fifteen days and 200 for fifteen: 4,500 head-days at 125 / 30.
        let counts = [
            HeadCount { from: date(2026, 1, 1), heads: 100 },
            HeadCount { from: date(2026, 11, 16), heads: 200 },
        ];
        assert_eq!(capitation(&counts, 0).totals.net, Pence(18_750));
    }

    #[test]
    fn the_later_of_two_declarations_for_a_day_counts() {
        let counts = [
            HeadCount { from: date(2026, 11, 1), heads: 100 },
            HeadCount { from: date(2026, 11, 1), heads: 240 },
        ];
        assert_eq!(capitation(&counts, 0).totals.net, Pence(30_000));
    }

    #[test]
    fn the_minimum_and_the_band_apply() {
        let counts = |heads| [HeadCount { from: date(2026, 1, 1), heads }];
        assert_eq!(capitation(&counts(10), 50_000).totals.net, Pence(50_000));
        assert_eq!(capitation(&counts(1_000), 0).totals.net, Pence(100_000));
    }

    #[test]
    fn no_contract_and_no_charge_is_no_invoice() {
        assert_eq!(draft(&client(), november(), &[], &[], &[]), Ok(None));
    }

    #[test]
    fn overlapping_contracts_are_told() {
        let basis = Basis::PerReferral {
            fee: Pence(1),
            due: FallsDue::Release,
            cancellation_fee: Pence(0),
        };
        let (first, mut second) = (contract(basis.clone()), contract(basis));
        assert!(first.overlaps(&second));
        second.client = "other".parse().unwrap();
        assert!(!first.overlaps(&second));
    }

    #[test]
    fn a_month_is_a_calendar_month_in_london() {
        let summer_night = "2026-06-30T23:30:00Z".parse().unwrap();
        assert_eq!(Month::of(summer_night).to_string(), "2026-07");
        let leap: Month = "2028-02".parse().unwrap();
        assert_eq!(leap.days(), 29);
        assert_eq!("2026-01".parse::<Month>().unwrap().before().to_string(), "2025-12");
    }
}
