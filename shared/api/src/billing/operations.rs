//! The operations of `billing`.

use super::{AgreeContract, DeclareHeads, InvoiceShown, MonthClosed, RunMonth};
use crate::Operation;
use domain::billing::{Contract, HeadCount};

pub(crate) const OPERATIONS: &[Operation] = &[
    post("/contracts", "Agree a contract")
        .finance()
        .creates()
        .takes::<AgreeContract>()
        .answers::<Contract>(201)
        .refuses_with(&[
            (409, "contract-overlaps"),
            (409, "contract-exists"),
            (409, "changed-meanwhile"),
            (409, "unknown-client"),
        ]),
    post("/contracts/heads", "Declare how many people are covered")
        .finance()
        .creates()
        .takes::<DeclareHeads>()
        .answers::<HeadCount>(201)
        .refuses_with(&[(409, "changed-meanwhile"), (409, "unknown-client")]),
    post("/billing-runs", "Close a month that is over")
        .finance()
        .repeats_safely()
        .takes::<RunMonth>()
        .answers::<MonthClosed>(200)
        .refuses_with(&[(409, "month-not-over")]),
    get("/invoices/{client}/{month}", "A closed invoice").finance().answers::<InvoiceShown>(200),
];

const fn get(path: &'static str, summary: &'static str) -> Operation {
    Operation::get("billing", path, summary)
}

const fn post(path: &'static str, summary: &'static str) -> Operation {
    Operation::post("billing", path, summary)
}
