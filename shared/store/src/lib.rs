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
    Access, Claimed, CodePut, EpochCheck, Invitation, OneTimeCode, Opened, Session, StoredAnswer,
    Tried, digest,
};
pub use cases::{After, Breach, Broken, Cases, Dropped, Line, Loaded, ToErase, Worklist};
pub use change::{AppendError, Change, Clash, Part};
pub use directory::{Directory, FreeSlot};
pub use ledger::{Ledger, LedgerError};
pub use sheets::{Keys, Sheets};
