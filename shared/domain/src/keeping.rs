//! Keeping: subject access, legal hold, and erasure once a case need be kept no longer.

pub(crate) mod apply;
mod command;
pub(crate) mod decide;
mod event;
mod facts;

pub use command::{Command, Refusal};
pub use event::{ErasureGrounds, Event};
pub use facts::{CopyFile, Facts, LegalHold, SUBJECT_ACCESS_MAX, SubjectAccess};
