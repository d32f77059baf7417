//! The ledger: charges, contracts and the numbers of invoices.

use crate::builders::{after, id, tables};
use domain::billing::{
    Basis, Charge, ChargeKind, Contract, Draft, FallsDue, HeadCount, InvoiceLine, InvoiceTotals,
    LineKind, Month,
};
use domain::money::{Pence, Vat};
use futures::future::join_all;
use jiff::civil::date;
use store::{Covers, Ledger, LedgerError};

fn november() -> Month {
    "2026-11".parse().unwrap()
}

#[tokio::test]
async fn a_charge_is_written_once_and_never_into_a_closed_month() {
    let aws = tables().await;
    let ledger = Ledger::new(&aws, "Ledger".to_owned());
    let charge = |sequence| Charge {
        case: id("case-1"),
        sequence,
        client: id("tern"),
        contract: id("c"),
        kind: ChargeKind::Referral,
        net: Pence(100),
        vat: Vat::ExemptHealth,
        on: date(2026, 11, 3),
    };
    ledger.put_charge(&charge(1), november()).await.unwrap();
    let again = ledger.put_charge(&charge(1), november()).await;
    assert!(matches!(again, Err(LedgerError::AlreadyThere)));
    ledger.close_month(&id("tern"), november()).await.unwrap();
    let redriven = ledger.put_charge(&charge(1), november()).await;
    assert!(matches!(redriven, Err(LedgerError::AlreadyThere)));
    let late = ledger.put_charge(&charge(2), november()).await;
    assert!(matches!(late, Err(LedgerError::MonthClosed)));
    assert_eq!(ledger.charges(&id("tern"), november()).await.unwrap().len(), 1);
}

fn draft(client: &str) -> Draft {
    let (client, month) = (id(client), november());
    let totals = InvoiceTotals { client, month, line_count: 0, net: Pence(1), vat: Pence(0) };
    Draft { totals, lines: Vec::new() }
}

#[tokio::test]
async fn runs_at_once_give_the_same_numbers_without_a_gap() {
    let aws = tables().await;
    let ledger = Ledger::new(&aws, "Ledger".to_owned());
    for client in ["a", "b", "c"] {
        ledger.put_draft(&draft(client)).await.unwrap();
    }
    let run = || async {
        let mut numbers = Vec::new();
        for draft in ledger.drafts(november()).await.unwrap() {
            let number = |number: u64| format!("INV-{number}");
            numbers.push(ledger.number_invoice(&draft, number).await.unwrap().number);
        }
        numbers
    };
    let runs = join_all((0..4).map(|_| run())).await;
    for numbers in runs {
        assert_eq!(numbers, ["INV-1", "INV-2", "INV-3"]);
    }
}

#[tokio::test]
async fn contracts_are_listed_with_their_client() {
    let aws = tables().await;
    let ledger = Ledger::new(&aws, "Ledger".to_owned());
    let basis =
        Basis::PerReferral { fee: Pence(1), due: FallsDue::Release, cancellation_fee: Pence(0) };
    let (client, from) = (id("tern"), date(2026, 1, 1));
    let contract = Contract { id: id("c"), client, from, until: None, basis };
    let covers = Covers::new(&aws, "Cover".to_owned());
    let agreed = async || ledger.agreed(&id("tern")).await.unwrap();
    let before = agreed().await;
    ledger.put_contract(&covers, &contract, &before, None).await.unwrap();
    let again = ledger.put_contract(&covers, &contract, &agreed().await, None).await;
    assert!(matches!(again, Err(LedgerError::AlreadyThere)));
    // Whoever read before another was added decides again.
    let other = Contract { id: id("d"), ..contract.clone() };
    let overtaken = ledger.put_contract(&covers, &other, &before, None).await;
    assert!(matches!(overtaken, Err(LedgerError::ChangedMeanwhile)));
    assert_eq!(ledger.clients().await.unwrap(), [id("tern")]);
    assert_eq!(ledger.contracts(&id("tern")).await.unwrap(), [contract]);
    // What is covered is what was agreed, and nothing that was refused.
    let covered = covers.of(&id("tern")).await.unwrap();
    assert_eq!(covered.iter().map(|cover| cover.contract.as_str()).collect::<Vec<_>>(), ["c"]);
    assert_eq!(covers.of(&id("northwind")).await.unwrap(), []);
}

#[tokio::test]
async fn head_counts_come_in_the_order_in_which_they_were_declared() {
    let aws = tables().await;
    let ledger = Ledger::new(&aws, "Ledger".to_owned());
    let count = |heads| HeadCount { from: date(2026, 11, 1), heads };
    for minutes in [20, 10, 30] {
        let heads = u32::try_from(minutes).unwrap();
        ledger.declare_heads(&id("tern"), &count(heads), None, after(minutes, 0)).await.unwrap();
    }
    let declared = ledger.head_counts(&id("tern")).await.unwrap();
    assert_eq!(declared, [count(10), count(20), count(30)]);
    assert_eq!(ledger.head_counts(&id("another")).await.unwrap(), []);
}

#[tokio::test]
async fn of_two_drafts_the_first_is_kept_and_numbered_once() {
    let aws = tables().await;
    let ledger = Ledger::new(&aws, "Ledger".to_owned());
    let first = draft("tern");
    ledger.put_draft(&first).await.unwrap();
    let totals = InvoiceTotals { net: Pence(2), ..first.totals.clone() };
    ledger.put_draft(&Draft { totals, ..first.clone() }).await.unwrap();
    let kept = ledger.drafts(november()).await.unwrap();
    assert_eq!((kept.len(), &kept[0].totals), (1, &first.totals));
    assert_eq!(ledger.invoice(&id("tern"), november()).await.unwrap(), None);
    for _ in 0..2 {
        ledger.close_month(&id("tern"), november()).await.unwrap();
        let invoice =
            ledger.number_invoice(&kept[0], |number| format!("INV-{number}")).await.unwrap();
        assert_eq!(invoice.number, "INV-1");
        let shown = ledger.invoice(&id("tern"), november()).await.unwrap();
        assert_eq!(shown, Some((invoice, Vec::new())));
    }
}

#[tokio::test]
async fn an_invoice_has_as_many_lines_as_there_are_charges() {
    let aws = tables().await;
    let ledger = Ledger::new(&aws, "Ledger".to_owned());
    let line = |number: usize| InvoiceLine {
        kind: LineKind::Referral { reference: format!("SO-{number}") },
        net: Pence(100),
        vat: Pence(0),
        vat_reason: Vat::ExemptHealth,
    };
    let lines: Vec<InvoiceLine> = (0..4_200).map(line).collect();
    let whole = Draft { lines: lines.clone(), ..draft("tern") };
    // A run that read other lines, and was the second to finish, leaves the first one's as they are.
    let other = Draft { lines: lines[..7].to_vec(), ..draft("tern") };
    ledger.put_draft(&whole).await.unwrap();
    ledger.put_draft(&other).await.unwrap();
    let kept = ledger.drafts(november()).await.unwrap();
    ledger.number_invoice(&kept[0], |number| number.to_string()).await.unwrap();
    let (_, shown) = ledger.invoice(&id("tern"), november()).await.unwrap().unwrap();
    assert_eq!(shown, lines);
}
