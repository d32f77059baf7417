//! Contracts: on which days they run, which two overlap, and which cannot be right.

use crate::story::{contract, id};
use domain::billing::{Basis, Contract, FallsDue, HeadCount, InvoiceTotals, Month, Tier};
use domain::follow::months_of;
use domain::money::Pence;
use jiff::civil::date;

/// A million pounds.
const AMOUNT_MAX: Pence = Pence(100_000_000);
const HEADS_MAX: u32 = 100_000_000;

fn year(from: i16, until: Option<i16>) -> Contract {
    let until = until.map(|year| date(year, 1, 1));
    Contract { from: date(from, 1, 1), until, ..contract(FallsDue::Release, 0) }
}

#[test]
fn a_contract_runs_from_its_first_day_to_the_day_before_its_end() {
    let contract = year(2026, Some(2027));
    assert!(!contract.runs_on(date(2025, 12, 31)));
    assert!(contract.runs_on(date(2026, 1, 1)) && contract.runs_on(date(2026, 12, 31)));
    assert!(!contract.runs_on(date(2027, 1, 1)));
    assert!(year(2026, None).runs_on(date(2199, 1, 1)));
}

#[test]
fn two_contracts_of_one_client_overlap_if_they_share_a_day() {
    let (first, next) = (year(2026, Some(2027)), year(2027, Some(2028)));
    assert!(!first.overlaps(&next) && !next.overlaps(&first));
    let open = year(2026, None);
    assert!(open.overlaps(&next) && next.overlaps(&open));
    assert!(first.overlaps(&first));
    let others = Contract { client: id("tern"), ..first.clone() };
    assert!(!first.overlaps(&others));
}

#[test]
fn a_contract_that_cannot_be_right_is_not_sound() {
    let referral = |fee, cancellation_fee| {
        let basis = Basis::PerReferral { fee, due: FallsDue::Consent, cancellation_fee };
        Contract { basis, ..year(2026, Some(2027)) }
    };
    let heads = |heads_from, price| Tier { heads_from, price };
    let capitation = |tiers| Contract {
        basis: Basis::Capitation { tiers, minimum: Pence(0) },
        ..year(2026, None)
    };
    assert!(referral(Pence(100), AMOUNT_MAX).is_sound());
    assert!(!referral(Pence(-1), Pence(0)).is_sound());
    assert!(!referral(Pence(0), Pence(AMOUNT_MAX.0 + 1)).is_sound());
    assert!(!year(2026, Some(2026)).is_sound());
    assert!(capitation(vec![heads(0, Pence(5))]).is_sound());
    assert!(!capitation(Vec::new()).is_sound());
    assert!(!capitation(vec![heads(HEADS_MAX + 1, Pence(5))]).is_sound());
    assert!(!capitation(vec![heads(0, Pence(5)); 51]).is_sound());
    let count = |heads| HeadCount { from: date(2026, 1, 1), heads }.is_sound();
    assert!(count(HEADS_MAX) && !count(HEADS_MAX + 1));
}

#[test]
fn a_month_is_read_as_four_and_two_digits() {
    assert!("2026-11".parse::<Month>().is_ok());
    for text in ["2026-13", "2026-1", "26-11", "2026-11-02", "2026", ""] {
        assert!(text.parse::<Month>().is_err(), "{text}");
    }
}

#[test]
fn a_late_charge_may_fall_into_two_years_of_months() {
    let story = crate::story::Story::default().does("receive a referral");
    let months: Vec<String> = months_of(&story.log[0]).map(|month| month.to_string()).collect();
    assert_eq!((months.len(), months[0].as_str(), months[23].as_str()), (24, "2026-11", "2028-10"));
}

#[test]
fn what_is_to_be_paid_is_the_net_amount_and_its_vat() {
    let month = "2026-11".parse().unwrap();
    let (net, vat) = (Pence(1_000), Pence(200));
    let totals = InvoiceTotals { client: id("northwind"), month, line_count: 1, net, vat };
    assert_eq!(totals.gross().unwrap(), Pence(1_200));
}
