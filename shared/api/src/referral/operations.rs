//! The operations of `referral`.

use super::{Refer, ReferralReceived};
use crate::Operation;
use domain::question::ClientView;
use domain::referral::Refusal;

pub(crate) const OPERATIONS: &[Operation] = &[
    post("/referrals", "Refer a member")
        .client()
        .creates()
        .takes::<Refer>()
        .answers::<ReferralReceived>(201)
        .refuses(&[
            Refusal::ManagerNotAuthorised,
            Refusal::NotCovered,
            Refusal::BirthDateNotPossible,
            Refusal::TestNumber,
            Refusal::LiveDuplicate,
        ]),
    get("/referrals/{id}", "How far a referral is: one of five words")
        .client()
        .answers::<ClientView>(200),
];

const fn get(path: &'static str, summary: &'static str) -> Operation {
    Operation::get("referral", path, summary)
}

const fn post(path: &'static str, summary: &'static str) -> Operation {
    Operation::post("referral", path, summary)
}
