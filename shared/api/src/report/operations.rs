//! The operations of `report`.

use super::{
    AnswerConcern, ConcernForm, FollowUpForm, HandInForm, NoteConcern, OpenConcerns, ReleaseReport,
    ReportShown, ReturnReport, ReviewForm,
};
use crate::matching::ConflictForm;
use crate::operation::CONSENT;
use crate::records::{MORE_ITEMS, MissingForm};
use crate::scheduling::{ConsultationForm, OUTCOME};
use crate::{NoFields, Operation, Progress};
use domain::refusal::Gate;
use domain::report::Refusal;
use domain::{matching, records};

pub(crate) const OPERATIONS: &[Operation] = &[
    get("/report/opinion/{session}", "The specialist's desk").page().answers_page(),
    post("/report/opinion/{session}", "Hand in a version of the report")
        .page()
        .takes_form::<HandInForm>()
        .on_page("/report/opinion/{session}")
        .answers_page()
        .refuses(&[Gate::OutsideConsent, Gate::SignatureUnconfirmed])
        .refuses(&[Refusal::NotReviewed, Refusal::VersionPending, Refusal::NotTheNextVersion])
        .refuses(&[Refusal::QuestionOpen, Refusal::FindingsPartial, Refusal::DocumentNotClean]),
    get("/report/conflict/{session}", "What a conflict check needs; a logged read")
        .page()
        .answers_page(),
    post("/report/conflict/{session}", "Accept or decline")
        .page()
        .takes_form::<ConflictForm>()
        .on_page("/report/conflict/{session}")
        .answers_page()
        .refuses(CONSENT)
        .refuses(&[
            matching::Refusal::AlreadyAccepted,
            matching::Refusal::AlreadyHandedOver,
            matching::Refusal::DelayNotAcceptable,
            matching::Refusal::ConflictNotAnswered,
            matching::Refusal::NoLongerEligible,
            matching::Refusal::FinishMoved,
        ]),
    post("/report/opinion/{session}/items", "Say which records are missing")
        .page()
        .takes_form::<MissingForm>()
        .on_page("/report/opinion/{session}")
        .answers_page()
        .refuses(CONSENT)
        .refuses(&[records::Refusal::NotAccepted])
        .refuses(MORE_ITEMS),
    post("/report/opinion/{session}/consultation", "The specialist's word on the consultation")
        .page()
        .takes_form::<ConsultationForm>()
        .on_page("/report/opinion/{session}")
        .answers_page()
        .refuses(CONSENT)
        .refuses(OUTCOME),
    post("/report/opinion/{session}/review", "Say that the case is reviewed")
        .page()
        .takes_form::<ReviewForm>()
        .on_page("/report/opinion/{session}")
        .answers_page()
        .refuses(&[Gate::OutsideConsent, Gate::SignatureUnconfirmed])
        .refuses(&[Refusal::AlreadyReviewed]),
    post("/report/opinion/{session}/concern", "Raise an urgent concern")
        .page()
        .takes_form::<ConcernForm>()
        .on_page("/report/opinion/{session}")
        .answers_page()
        .refuses(&[Gate::OutsideConsent, Gate::SignatureUnconfirmed])
        .refuses(&[Refusal::TooMany]),
    get("/report/opinion/{session}/documents/{document}", "Open a record; a logged read")
        .page()
        .leads_to_file(),
    get("/cases/{id}/concerns", "The open urgent concerns")
        .nurse_or_lead()
        .answers::<OpenConcerns>(200),
    post("/cases/{id}/concerns/{concern}/answer", "Answer an urgent concern")
        .nurse_or_lead()
        .takes::<AnswerConcern>()
        .answers::<Progress>(200)
        .refuses(&[Gate::NotAllowed])
        .refuses(&[Refusal::NobodyPhoned]),
    post("/cases/{id}/concerns", "An urgent concern that the nurse was told of")
        .nurse()
        .creates()
        .takes::<NoteConcern>()
        .answers::<Progress>(200)
        .refuses(&[Refusal::TooMany]),
    get("/cases/{id}/report", "The newest report, for the release check; a logged read")
        .nurse()
        .answers::<ReportShown>(200),
    post("/cases/{id}/report/release", "Release")
        .nurse()
        .takes::<ReleaseReport>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::Undecided])
        .refuses(CONSENT)
        .refuses(&[
            Refusal::NoReport,
            Refusal::VersionReturned,
            Refusal::AlreadyReleased,
            Refusal::QuestionOpen,
            Refusal::FindingsPartial,
            Refusal::FileTakenBack,
            Refusal::DocumentNotClean,
            Refusal::NoConsultation,
            Refusal::CallNotOffered,
        ]),
    post("/cases/{id}/report/return", "Return to the specialist")
        .nurse()
        .takes::<ReturnReport>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended])
        .refuses(&[Refusal::NoReport, Refusal::VersionReturned, Refusal::AlreadyReleased]),
    get("/report/{session}", "The member's report").page().answers_page(),
    post("/report/{session}/read", "Show my report")
        .page()
        .takes_form::<NoFields>()
        .on_page("/report/{session}")
        .answers_page()
        .refuses(&[Refusal::NotReleased]),
    get("/report/{session}/file", "Open the report's file; a logged read").page().leads_to_file(),
    post("/report/{session}/follow-up", "Answer the follow-up")
        .page()
        .takes_form::<FollowUpForm>()
        .on_page("/report/{session}")
        .answers_page()
        .refuses(&[Refusal::NotReleased, Refusal::AlreadyAnswered]),
];

const fn get(path: &'static str, summary: &'static str) -> Operation {
    Operation::get("report", path, summary)
}

const fn post(path: &'static str, summary: &'static str) -> Operation {
    Operation::post("report", path, summary)
}
