//! Money: contracts that many agree at once, and a month in which one client cannot be billed.

use crate::house::on_stack;
use domain::billing::{Basis, Contract, HeadCount, Month, Tier};
use domain::money::Pence;
use futures::future::join_all;
use serde_json::{Value, json};
use store::{Covers, Ledger};
use testkit::Clinic;

/// A client that the directory knows, for stories about money alone.
pub async fn client_named(clinic: &Clinic, id: &str) {
    let client = json!({"name": id, "nation": "england", "managers": []});
    clinic.post("keeper", &format!("/clients/{id}"), &client).await.unwrap().expect(200).unwrap();
}

fn contract(id: &str, client: &str, from: &str, until: &str) -> Value {
    json!({
        "id": id, "client": client, "from": from, "until": until,
        "basis": {"per-referral": {"fee": 45000, "due": "release", "cancellation_fee": 100}},
    })
}

#[test]
fn of_many_contracts_agreed_at_once_no_two_overlap() {
    on_stack(async |clinic| {
        client_named(clinic, "plover").await;
        let agree = async |number: usize| {
            // Every other one begins a month later: all of them share the rest of the year.
            let from = ["2027-01-01", "2027-02-01"][number % 2];
            let asked = contract(&format!("plover-{number}"), "plover", from, "2028-01-01");
            let answer = clinic.post("finance", "/contracts", &asked).await.unwrap();
            (answer.status, answer.code())
        };
        let answers = join_all((0..25).map(agree)).await;
        let agreed = answers.iter().filter(|(status, _)| *status == 201).count();
        assert_eq!(agreed, 1, "{answers:?}");
        let refused = |(status, code): &&(u16, String)| {
            *status == 409 && ["contract-overlaps", "changed-meanwhile"].contains(&code.as_str())
        };
        assert_eq!(answers.iter().filter(refused).count(), 24, "{answers:?}");
        let next = contract("plover-next", "plover", "2028-01-01", "2029-01-01");
        clinic.post("finance", "/contracts", &next).await.unwrap().expect(201).unwrap();
    });
}

#[test]
fn nothing_is_agreed_with_a_client_whom_nobody_knows() {
    on_stack(async |clinic| {
        let slip = contract("slip-1", "plowver", "2027-01-01", "2028-01-01");
        let refused = clinic.post("finance", "/contracts", &slip).await.unwrap();
        assert_eq!((refused.status, refused.code().as_str()), (409, "unknown-client"));
        let heads = json!({"client": "plowver", "from": "2027-01-01", "heads": 3});
        let refused = clinic.post("finance", "/contracts/heads", &heads).await.unwrap();
        assert_eq!(refused.code(), "unknown-client");
    });
}

#[test]
fn a_client_that_cannot_be_billed_stops_nobody_else() {
    on_stack(async |clinic| {
        let month: Month = "2024-03".parse().unwrap();
        let ledger =
            Ledger::new(&clinic.stack.owner(), clinic.stack.output("LedgerTable").to_owned());
        let covers =
            Covers::new(&clinic.stack.owner(), clinic.stack.output("CoverTable").to_owned());
        // No route lets such a price in; an older version of the rules might have.
        for (client, price) in [("avocet", i64::MAX / 4), ("bittern", 125)] {
            let tiers = vec![Tier { heads_from: 0, price: Pence(price) }];
            let contract = Contract {
                id: client.parse().unwrap(),
                client: client.parse().unwrap(),
                from: month.first(),
                until: Some(month.end()),
                basis: Basis::Capitation { tiers, minimum: Pence(100) },
            };
            let agreed = ledger.agreed(&contract.client).await.unwrap();
            ledger.put_contract(&covers, &contract, &agreed, None).await.unwrap();
            let count = HeadCount { from: month.first(), heads: 40 };
            let now = clinic.stack.clock.now();
            ledger.declare_heads(&contract.client, &count, None, now).await.unwrap();
        }
        let run = json!({"month": month.to_string()});
        let closed = clinic.post("finance", "/billing-runs", &run).await.unwrap();
        let closed = closed.expect(200).unwrap().json();
        let held = json!([{"client": "avocet", "reason": "too-much"}]);
        assert_eq!(closed["held_back"], held, "{closed}");
        let of = |client: &str| format!("/invoices/{client}/{month}");
        let invoice = clinic.get("finance", &of("bittern")).await.unwrap().expect(200).unwrap();
        assert_eq!(invoice.json()["net"], 5_000);
        assert_eq!(clinic.get("finance", &of("avocet")).await.unwrap().status, 404);
        // The schedule's own run bills whom it can, and then says that it failed.
        let event = json!({"schedule": "close-month", "at": "2024-04-01T05:00:00Z"});
        let function = clinic.stack.output("BillingFunction");
        let failed = clinic.stack.aws.invoke(function, &event).await.unwrap();
        assert!(failed["errorMessage"].is_string(), "{failed}");
    });
}
