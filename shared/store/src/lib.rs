//! What is kept in DynamoDB, with a module for each table. This room decides nothing.
//!
//! What must be written together is a [`Change`]: events, and parts of several tables, which
//! [`Cases::append`] writes in one transaction.

mod access;
mod answers;
mod cases;
mod change;
mod covers;
mod directory;
mod item;
mod ledger;
mod sheets;
mod slots;
mod table;
mod told;

pub use access::{
    Access, CodePut, CodeTry, EpochCheck, Invitation, LetterClaim, OneTimeCode, Session,
    SessionOpening, digest,
};
pub use answers::{Answers, StoredAnswer};
pub use cases::{
    AsLoaded, Cases, ContentCount, ErasableCase, FlawKind, LoadedCase, LogFlaw, Worklist,
    WorklistEntry, WorklistPlace,
};
pub use change::{AppendError, Change, ChangePart, Clash};
pub use covers::Covers;
pub use directory::{Directory, DirectoryError, Kept, Versioned};
pub use ledger::{AgreedContracts, KeptDraft, Ledger, LedgerError};
pub use sheets::{Keys, Sheets, Unerased};
pub use slots::{FreeQuantum, Slots};
pub use told::Told;
