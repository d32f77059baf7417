//! The ledger: charges, contracts and the numbers of invoices.

use crate::builders::{id, tables};
use domain::billing::{Basis, Charge, ChargeKind, Contract, Draft, FallsDue, Month};
use domain::money::{Pence, Vat};
use futures::future::join_all;
use jiff::civil::date;
use store::{Ledger, LedgerError};

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
    Draft { client, month, lines: Vec::new(), net: Pence(1), vat: Pence(0) }
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
            numbers.push(ledger.number(&draft, number).await.unwrap().number);
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
    ledger.put_contract(&contract).await.unwrap();
    let again = ledger.put_contract(&contract).await;
    assert!(matches!(again, Err(LedgerError::AlreadyThere)));
    assert_eq!(ledger.clients().await.unwrap(), [id("tern")]);
    assert_eq!(ledger.contracts(&id("tern")).await.unwrap(), [contract]);
}
