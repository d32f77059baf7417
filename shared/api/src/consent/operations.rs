//! The operations of `consent`.

use super::{
    ChangeConsent, ChangeForm, CheckSignature, ConsentShown, EndConsent, EndForm, GiveForm,
    RecordConsent,
};
use crate::{Operation, Progress};
use domain::consent::Refusal;
use domain::refusal::Gate;

pub(crate) const OPERATIONS: &[Operation] = &[
    get("/consent/{session}", "The statement, before it is signed").page().answers_page(),
    post("/consent/{session}", "Give consent")
        .page()
        .takes_form::<GiveForm>()
        .on_page("/consent/{session}")
        .answers_page()
        .refuses(&[Gate::Ended])
        .refuses(&[
            Refusal::AlreadyGiven,
            Refusal::NotIntroduced,
            Refusal::StatementChanged,
            Refusal::DelayNotAcknowledged,
            Refusal::NothingAllowed,
            Refusal::ParentNeeded,
            Refusal::CapacityNeeded,
            Refusal::NotAChild,
        ]),
    get("/consent/{session}/decline", "What saying no means").page().answers_page(),
    post("/consent/{session}/decline", "Decline")
        .page()
        .takes_form::<EndForm>()
        .on_page("/consent/{session}/decline")
        .answers_page()
        .refuses(&[Gate::Ended])
        .refuses(&[Refusal::AlreadyGiven]),
    get("/my-case/{session}", "The member's own page").page().answers_page(),
    get("/my-case/{session}/looks", "Who has looked at the case, day by day").page().answers_page(),
    get("/my-case/{session}/statement", "The statement as it was signed").page().answers_page(),
    get("/my-case/{session}/signed-copies/{copy}", "A signed copy, as a PDF")
        .page()
        .answers_text("application/pdf"),
    get("/my-case/{session}/change", "What is allowed, to change it")
        .page()
        .answers_page()
        .refuses(&[Gate::NoConsent]),
    post("/my-case/{session}/change", "Change what is allowed")
        .page()
        .takes_form::<ChangeForm>()
        .on_page("/my-case/{session}/change")
        .answers_page()
        .refuses(&[Gate::Ended, Gate::NoConsent]),
    get("/my-case/{session}/withdraw", "What taking consent back means")
        .page()
        .answers_page()
        .refuses(&[Gate::NoConsent]),
    post("/my-case/{session}/withdraw", "Take consent back; the answer is the receipt")
        .page()
        .takes_form::<EndForm>()
        .on_page("/my-case/{session}/withdraw")
        .answers_page()
        .refuses(&[Refusal::NothingToWithdraw]),
    get("/cases/{id}/consent", "The consent, and to whom what was disclosed")
        .nurse_or_lead()
        .answers::<ConsentShown>(200),
    post("/cases/{id}/consent", "Record a consent given on paper or by phone")
        .nurse()
        .takes::<RecordConsent>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended])
        .refuses(&[
            Refusal::AlreadyGiven,
            Refusal::NotIntroduced,
            Refusal::StatementChanged,
            Refusal::DelayNotAcknowledged,
            Refusal::NothingAllowed,
            Refusal::ParentNeeded,
            Refusal::CapacityNeeded,
            Refusal::NotAChild,
            Refusal::ScanNotClean,
        ]),
    post("/cases/{id}/consent/change", "Take scopes away on the member's word")
        .nurse()
        .takes::<ChangeConsent>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::NoConsent])
        .refuses(&[Refusal::OnlyTheMemberAllowsMore]),
    post("/cases/{id}/consent/signature", "What whoever signed said on the phone")
        .nurse()
        .takes::<CheckSignature>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::NoConsent])
        .refuses(&[Refusal::NothingToConfirm]),
    post("/cases/{id}/consent/decline", "Decline on the member's word")
        .nurse()
        .takes::<EndConsent>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended])
        .refuses(&[Refusal::AlreadyGiven]),
    post("/cases/{id}/consent/withdraw", "Withdraw on the member's word")
        .nurse()
        .takes::<EndConsent>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended])
        .refuses(&[Refusal::NothingToWithdraw]),
];

const fn get(path: &'static str, summary: &'static str) -> Operation {
    Operation::get("consent", path, summary)
}

const fn post(path: &'static str, summary: &'static str) -> Operation {
    Operation::post("consent", path, summary)
}
