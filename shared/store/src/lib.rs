//! What is kept in DynamoDB. One module a table; it decides nothing.
//!
//! A write that must hold together is a [`Change`]: parts from several tables, committed by
//! [`Cases::append`] in one transaction.

mod access;
mod cases;
mod change;
mod directory;
mod item;
mod ledger;
mod sheets;
mod table;

pub use access::{
    Access, CodePut, CodeTry, EpochCheck, Invitation, LetterClaim, OneTimeCode, Session,
    SessionOpening, StoredAnswer, digest,
};
pub use cases::{
    Cases, ContentCount, ErasableCase, FlawKind, LoadedCase, LogFlaw, Worklist, WorklistEntry,
    WorklistPlace,
};
pub use change::{AppendError, Change, ChangePart, Clash};
pub use directory::{Directory, FreeSlot};
pub use ledger::{Ledger, LedgerError};
pub use sheets::{Keys, Sheets};
