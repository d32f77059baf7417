//! The operations of `access`.

use super::{CodeForm, ConfirmContact, CorrectContact, PrivateContactForm, SendLink, SessionKept};
use crate::{NoFields, Operation, Progress};
use domain::access::Refusal;
use domain::refusal::Gate;

pub(crate) const OPERATIONS: &[Operation] = &[
    get("/", "What this is, for people who come by").answers_page(),
    get("/openapi.yaml", "This contract").answers_text("application/yaml"),
    get("/style.css", "The one stylesheet").answers_text("text/css"),
    get("/logo.svg", "The customer's logo, or an empty picture").answers_text("image/svg+xml"),
    get("/page.js", "The one script: it lets several files be sent at once")
        .answers_text("text/javascript"),
    get("/i/{token}", "The page of an emailed link; it shows nothing of the case")
        .page()
        .answers_page(),
    get("/i/{token}/code", "The page to type a code on").page().answers_page(),
    post("/i/{token}/code", "Send a code to the address on file")
        .page()
        .takes_form::<NoFields>()
        .on_page("/i/{token}")
        .answers_page()
        .refuses_with(&[(409, "mail-stopped"), (429, "too-many-codes")]),
    get("/i/{token}/link", "That a fresh link is on its way").page().answers_page(),
    post("/i/{token}/link", "Send a fresh link to the address on file")
        .page()
        .takes_form::<NoFields>()
        .on_page("/i/{token}")
        .answers_page()
        .refuses(&[Refusal::TooManyLinks]),
    get("/i/{token}/private-contact", "That a private contact has reached us")
        .page()
        .answers_page(),
    post("/i/{token}/private-contact", "Give a private contact for the nurse to confirm")
        .page()
        .takes_form::<PrivateContactForm>()
        .on_page("/i/{token}")
        .answers_page()
        .refuses(&[Gate::Ended])
        .refuses(&[Refusal::TooManyContacts]),
    get("/i/{token}/session", "Leads to the page to type a code on").page().answers_page(),
    post("/i/{token}/session", "Open a session with a code")
        .page()
        .takes_form::<CodeForm>()
        .on_page("/i/{token}/code")
        .answers_page()
        .refuses_with(&[(409, "mail-stopped"), (422, "wrong-code"), (429, "too-many-codes")]),
    post("/sessions/{session}/keep", "Use a session, so that it stays open")
        .page()
        .takes_form::<NoFields>()
        .answers::<SessionKept>(200),
    get("/sessions/{session}/leave", "That a session has ended").page().answers_page(),
    post("/sessions/{session}/leave", "End a session")
        .page()
        .takes_form::<NoFields>()
        .answers_page(),
    post("/cases/{id}/contact", "Correct the member's contact")
        .nurse()
        .takes::<CorrectContact>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended])
        .refuses(&[Refusal::DoctorsAddress]),
    post("/cases/{id}/contact/confirm", "Confirm a private address by phone")
        .nurse()
        .takes::<ConfirmContact>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Ended])
        .refuses(&[Refusal::AddressAtClient, Refusal::DoctorsAddress]),
    post("/cases/{id}/link", "Send a fresh link to the address on file")
        .nurse()
        .takes::<SendLink>()
        .answers::<Progress>(200)
        .refuses(&[Gate::Erased, Gate::Ended, Gate::NotAllowed])
        .refuses(&[Refusal::NoLinkForThem]),
];

const fn get(path: &'static str, summary: &'static str) -> Operation {
    Operation::get("access", path, summary)
}

const fn post(path: &'static str, summary: &'static str) -> Operation {
    Operation::post("access", path, summary)
}
