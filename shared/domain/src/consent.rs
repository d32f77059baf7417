//! Consent: what the member allows, given, amended, and taken back.

pub(crate) mod apply;
mod command;
pub(crate) mod decide;
mod event;
mod facts;
mod sheets;
mod statement;

pub use command::{Command, DelayAcknowledged, Refusal, Sign};
pub use event::Event;
pub use facts::{Capacity, Consent, Facts, Heard, KeptCopy, Scope, Signatory, Way, signatories};
pub use sheets::{Signature, SignedCopy};
pub use statement::{Paragraph, STATEMENTS, Statement, current_statement, statement};
