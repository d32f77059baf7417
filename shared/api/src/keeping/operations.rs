//! The operations of `keeping`.

use super::{
    CaseRetention, EraseCase, ErasureCertificate, LogVerified, PlaceLegalHold, RetentionList,
};
use crate::{NoFields, Operation, Progress};
use domain::keeping::Refusal;
use domain::refusal::Gate;

pub(crate) const OPERATIONS: &[Operation] = &[
    get("/cases/{id}/verify", "Whether the case's log is whole")
        .reader()
        .answers::<LogVerified>(200),
    post("/cases/{id}/subject-access", "Put together everything that is held about the member")
        .nurse()
        .creates()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended, Gate::NotAllowed])
        .refuses(&[Refusal::AlreadyAsked, Refusal::TooMany]),
    post("/my-case/{session}/copy", "Ask for a copy of everything held")
        .page()
        .takes_form::<NoFields>()
        .on_page("/my-case/{session}")
        .answers_page()
        .refuses(&[Refusal::AlreadyAsked, Refusal::TooMany]),
    get("/my-case/{session}/copy", "The copy of everything held, once it is ready")
        .page()
        .leads_to_file(),
    get("/retention", "The cases that are kept no longer: what would be erased")
        .operator()
        .query(&["before"])
        .answers::<RetentionList>(200),
    get("/cases/{id}/retention", "How long a case is kept, and why it may not be erased")
        .keeper()
        .answers::<CaseRetention>(200),
    post("/cases/{id}/legal-hold", "Nothing is erased until it is lifted")
        .keeper()
        .takes::<PlaceLegalHold>()
        .answers::<Progress>(200)
        .refuses(&[Refusal::AlreadyHeld]),
    post("/cases/{id}/legal-hold/lift", "Lift the legal hold")
        .keeper()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased])
        .refuses(&[Refusal::NotHeld]),
    post("/cases/{id}/erase", "Erase a case that has ended")
        .keeper()
        .takes::<EraseCase>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased])
        .refuses(&[Refusal::StillOpen, Refusal::LegalHold, Refusal::RetentionNotOver]),
    get("/cases/{id}/certificate", "What an erasure has left")
        .keeper()
        .answers::<ErasureCertificate>(200)
        .refuses_with(&[(409, "not-erased"), (409, "being-erased")]),
];

const fn get(path: &'static str, summary: &'static str) -> Operation {
    Operation::get("keeping", path, summary)
}

const fn post(path: &'static str, summary: &'static str) -> Operation {
    Operation::post("keeping", path, summary)
}
