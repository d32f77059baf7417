//! The operations of `records`.

use super::{
    AnnounceDocument, AskDoctor, AskItems, DecideGoAhead, DocumentForm, FeeForm, GoAheadForm,
    ItemNotAvailable, NotAvailableForm, OwnDocumentForm, ReopenRecords, SendFile, WrittenForm,
};
use crate::operation::CONSENT;
use crate::{NoFields, Operation, Progress};
use domain::records::Refusal;
use domain::refusal::Gate;
use domain::report;

pub(crate) const OPERATIONS: &[Operation] = &[
    post("/cases/{id}/records", "Ask a treating doctor for go-ahead and records")
        .nurse()
        .takes::<AskDoctor>()
        .answers::<Progress>(200)
        .refuses(&[
            Gate::Erased,
            Gate::Ended,
            Gate::NoConsent,
            Gate::OutsideConsent,
            Gate::SignatureUnconfirmed,
        ])
        .refuses(&[Refusal::NoSuchDoctor, Refusal::AddressNotVerified, Refusal::AlreadyAsked]),
    post("/cases/{id}/records/chase", "Remind a treating doctor by hand")
        .nurse()
        .creates()
        .takes::<AskDoctor>()
        .answers::<Progress>(200)
        .refuses(&[
            Gate::Erased,
            Gate::Ended,
            Gate::NotAllowed,
            Gate::NoConsent,
            Gate::OutsideConsent,
            Gate::SignatureUnconfirmed,
        ])
        .refuses(&[Refusal::NotAsked, Refusal::AlreadyAnswered, Refusal::NotDue]),
    post("/cases/{id}/records/not-available", "An item is not available, and why")
        .nurse()
        .takes::<ItemNotAvailable>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::NoConsent, Gate::OutsideConsent, Gate::SignatureUnconfirmed])
        .refuses(&[Refusal::NotOnChecklist, Refusal::AlreadyAnswered]),
    post("/cases/{id}/documents", "A signed form to send a record on a doctor's behalf")
        .nurse()
        .creates()
        .takes::<AnnounceDocument>()
        .answers::<SendFile>(201)
        .refuses(&[
            Gate::Erased,
            Gate::Ended,
            Gate::NoConsent,
            Gate::OutsideConsent,
            Gate::SignatureUnconfirmed,
        ])
        .refuses(&[
            Refusal::NotOnChecklist,
            Refusal::DateToCome,
            Refusal::DateNeeded,
            Refusal::TooOld,
            Refusal::AlreadyAnswered,
            Refusal::TooManyDocuments,
        ]),
    get(
        "/cases/{id}/documents/{document}",
        "A one-minute address of a clean document; a logged read",
    )
    .reader()
    .leads_to_file()
    .refuses_with(&[(409, "not-clean")]),
    post("/cases/{id}/documents/{document}/take-back", "Take back a file that was sent by mistake")
        .nurse()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::NoConsent])
        .refuses(TAKING_BACK)
        .refuses(&[Refusal::AlreadyReported]),
    post("/cases/{id}/records/items", "Ask for more records, of one doctor or of all")
        .nurse()
        .creates()
        .takes::<AskItems>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended])
        .refuses(CONSENT)
        .refuses(MORE_ITEMS),
    post("/cases/{id}/records/complete", "Say that the records are complete")
        .nurse()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended, Gate::NoConsent])
        .refuses(&[Refusal::AlreadyComplete, Refusal::StillMissing, Refusal::OutOfDate]),
    post("/cases/{id}/records/reopen", "Open completed records again, and say why")
        .nurse()
        .takes::<ReopenRecords>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::NotAllowed, Gate::NoConsent])
        .refuses(&[Refusal::NotComplete]),
    post("/cases/{id}/hand-over", "Hand the case over to the specialist")
        .nurse()
        .answers::<Progress>(200)
        .refuses(&[
            Gate::Erased,
            Gate::Ended,
            Gate::NoConsent,
            Gate::OutsideConsent,
            Gate::SignatureUnconfirmed,
            Gate::Paused,
        ])
        .refuses(&[
            Refusal::NotAccepted,
            Refusal::NoGoAhead,
            Refusal::StillMissing,
            Refusal::OutOfDate,
            Refusal::NotComplete,
            Refusal::NoLongerEligible,
            Refusal::AskedAgain,
            Refusal::AlreadyHandedOver,
        ]),
    post("/cases/{id}/go-ahead", "Decide after an objection or unanswered chases")
        .lead()
        .takes::<DecideGoAhead>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended, Gate::NoConsent])
        .refuses(&[Refusal::NothingToDecide]),
    post("/cases/{id}/consent/scan", "Where to send the scan of a signed form")
        .nurse()
        .creates()
        .answers::<SendFile>(201)
        .refuses(&[Gate::Erased, Gate::Ended])
        .refuses(&[Refusal::AlreadyAnswered, Refusal::TooManyDocuments]),
    get("/my-records/{session}", "The member's own papers").page().answers_page(),
    get("/my-records/{session}/uploads/{document}", "The page to send a paper of one's own from")
        .page()
        .answers_page(),
    post("/my-records/{session}/uploads", "A signed form to add a paper")
        .page()
        .takes_form::<OwnDocumentForm>()
        .on_page("/my-records/{session}")
        .answers_page()
        .answers::<SendFile>(201)
        .refuses(&[Gate::Ended, Gate::NoConsent])
        .refuses(&[Refusal::TooManyDocuments]),
    get(
        "/my-records/{session}/documents/{document}",
        "A one-minute address of an own paper; a logged read",
    )
    .page()
    .leads_to_file(),
    post(
        "/my-records/{session}/documents/{document}/take-back",
        "Take back a paper that was sent by mistake",
    )
    .page()
    .takes_form::<NoFields>()
    .on_page("/my-records/{session}")
    .answers_page()
    .refuses(&[Gate::Ended, Gate::NoConsent])
    .refuses(TAKING_BACK)
    .refuses(&[Refusal::AlreadyHandedOver]),
    get("/records/{session}", "The treating doctor's page").page().answers_page(),
    post("/records/{session}/go-ahead", "Confirm or object")
        .page()
        .takes_form::<GoAheadForm>()
        .on_page("/records/{session}")
        .answers_page()
        .refuses(&[Gate::NotAllowed, Gate::OutsideConsent, Gate::SignatureUnconfirmed])
        .refuses(&[Refusal::AlreadyAnswered, Refusal::FinishMoved]),
    get("/records/{session}/uploads/{document}", "The page to send a file from")
        .page()
        .answers_page(),
    get("/records/{session}/consent", "The signed consent as a PDF; a logged read")
        .page()
        .answers_text("application/pdf"),
    get("/records/{session}/items/{item}", "One thing that the doctor is asked for")
        .page()
        .answers_page(),
    post("/records/{session}/items/{item}/uploads", "Announce a document and get its upload form")
        .page()
        .takes_form::<DocumentForm>()
        .on_page("/records/{session}/items/{item}")
        .answers_page()
        .answers::<SendFile>(201)
        .refuses(&[Gate::OutsideConsent, Gate::SignatureUnconfirmed])
        .refuses(&[
            Refusal::NotOnChecklist,
            Refusal::DateToCome,
            Refusal::DateNeeded,
            Refusal::TooOld,
            Refusal::TooManyDocuments,
        ]),
    post("/records/{session}/items/{item}/text", "Write a description instead of sending a file")
        .page()
        .takes_form::<WrittenForm>()
        .on_page("/records/{session}/items/{item}")
        .answers_page()
        .refuses(&[Gate::OutsideConsent, Gate::SignatureUnconfirmed])
        .refuses(&[Refusal::TooManyDocuments]),
    post("/records/{session}/items/{item}/not-available", "Say that an item is not available")
        .page()
        .takes_form::<NotAvailableForm>()
        .on_page("/records/{session}/items/{item}")
        .answers_page()
        .refuses(&[Gate::OutsideConsent, Gate::SignatureUnconfirmed])
        .refuses(&[Refusal::NotOnChecklist, Refusal::AlreadyAnswered]),
    post("/records/{session}/items/{item}/available", "Say that an item comes after all")
        .page()
        .takes_form::<NoFields>()
        .on_page("/records/{session}/items/{item}")
        .answers_page()
        .refuses(&[Gate::OutsideConsent, Gate::SignatureUnconfirmed])
        .refuses(&[Refusal::AlreadyHandedOver, Refusal::NotSaidMissing]),
    post(
        "/records/{session}/items/{item}/documents/{document}/take-back",
        "Take back a file that was sent by mistake",
    )
    .page()
    .takes_form::<NoFields>()
    .on_page("/records/{session}/items/{item}")
    .answers_page()
    .refuses(&[Gate::OutsideConsent, Gate::SignatureUnconfirmed])
    .refuses(TAKING_BACK)
    .refuses(&[Refusal::AlreadyHandedOver]),
    post("/records/{session}/fee", "Claim a fee for copying")
        .page()
        .takes_form::<FeeForm>()
        .on_page("/records/{session}")
        .answers_page()
        .refuses(&[Gate::OutsideConsent, Gate::SignatureUnconfirmed])
        .refuses(&[Refusal::FeeClaimed, Refusal::BadFee]),
    get("/report/opinion/{session}/uploads/{document}", "The page to send a report's file from")
        .page()
        .answers_page(),
    post("/report/opinion/{session}/uploads", "Announce the report's file and get its upload form")
        .page()
        .takes_form::<NoFields>()
        .on_page("/report/opinion/{session}")
        .answers_page()
        .refuses(&[Gate::OutsideConsent, Gate::SignatureUnconfirmed])
        .refuses(&[
            report::Refusal::NotReviewed,
            report::Refusal::VersionPending,
            report::Refusal::NotTheNextVersion,
        ])
        .refuses(&[Refusal::TooManyDocuments]),
];

const TAKING_BACK: &[Refusal; 2] = &[Refusal::NoSuchDocument, Refusal::AlreadyTakenBack];

pub(crate) const MORE_ITEMS: &[Refusal; 4] =
    &[Refusal::NotAsked, Refusal::NoSuchItem, Refusal::AlreadyMissing, Refusal::BadChecklist];

const fn get(path: &'static str, summary: &'static str) -> Operation {
    Operation::get("records", path, summary)
}

const fn post(path: &'static str, summary: &'static str) -> Operation {
    Operation::post("records", path, summary)
}
