//! The words of the HTTPS API: what is asked and answered, one type each, and one table of operations.
//!
//! Functions, the driver of the tests and any client written in Rust use these types; the published
//! contract, `infra/openapi.yaml`, is made from them. Ids, codes, texts and private words are the
//! domain's. Absent on purpose: an HTTP library, AWS, and every decision.

mod form;
mod operation;
mod problem;
mod progress;
mod steps;
mod words;

pub mod access;
pub mod billing;
pub mod casework;
pub mod consent;
pub mod directory;
pub mod keeping;
pub mod matching;
pub mod records;
pub mod referral;
pub mod report;
pub mod scheduling;

#[cfg(feature = "schema")]
pub mod document;

pub use form::{FieldError, Fields, Form, NoFields};
pub use operation::{ApiScope, By, IdempotencyKey, Method, Operation, Reads};
pub use problem::{ProblemBody, field_of, status};
pub use progress::Progress;
pub use steps::operation_of;
pub use words::{PartyWord, UNKNOWN_PARTY};

/// The one table: every operation, word by word.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    let words = [
        referral::OPERATIONS,
        access::OPERATIONS,
        consent::OPERATIONS,
        casework::OPERATIONS,
        keeping::OPERATIONS,
        directory::OPERATIONS,
        matching::OPERATIONS,
        records::OPERATIONS,
        scheduling::OPERATIONS,
        report::OPERATIONS,
        billing::OPERATIONS,
    ];
    words.into_iter().flatten()
}

/// The operation of a route such as `POST /cases/{id}/needs`.
pub fn operation(route: &str) -> Option<&'static Operation> {
    let (method, path) = route.split_once(' ')?;
    operations().find(|operation| operation.path == path && operation.method.name() == method)
}
