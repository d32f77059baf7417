//! Report: the specialist's review, the opinion in versions, its release, and what came of it.

pub(crate) mod apply;
mod command;
pub(crate) mod decide;
mod event;
mod facts;
mod findings;
mod sheets;

pub use command::{CallOffered, Command, Refusal, Upload};
pub use event::{Event, Phoned};
pub use facts::{
    CONCERNS_MAX, Concern, Facts, Followed, PHONED_MAX, Recipient, Released, Reviewed,
    VERSIONS_MAX, Version,
};
pub use findings::{CallBefore, Finding, Findings, FindingsState, Impact};
pub use sheets::ReportBody;
