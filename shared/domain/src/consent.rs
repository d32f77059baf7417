//! Consent: what the member allows, given, amended, and taken back.

mod amending;
pub(crate) mod apply;
mod command;
pub(crate) mod decide;
mod event;
mod facts;
mod sheets;
mod statement;

pub use command::{Command, DelayAcknowledged, Refusal, Sign};
pub use event::Event;
pub use facts::{
    Allowed, Capacity, Consent, Facts, Heard, KeptCopy, NEEDED, Scope, Signatory, TypedName, Way,
    allow_nothing, signatories,
};
pub use sheets::{EndingReason, Signature, SignedCopy};
pub use statement::{Paragraph, STATEMENTS, Statement, current_statement, statement};
