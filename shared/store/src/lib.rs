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

pub use access::{
    Access, Claimed, CodePut, EpochCheck, Invitation, OneTimeCode, Opened, Session, StoredAnswer,
    Tried, digest,
};
pub use cases::{After, Breach, Broken, Cases, Dropped, Line, Loaded, ToErase, Worklist};
pub use change::{AppendError, Change, Clash, Part};
pub use directory::{Directory, FreeSlot};
pub use ledger::{Ledger, LedgerError};
pub use sheets::{Keys, Sheets};

/// A client over the shared connection pool that counts its calls.
fn client(aws: &runtime::Aws) -> aws_sdk_dynamodb::Client {
    let config = aws_sdk_dynamodb::config::Builder::from(&aws.config).interceptor(aws.steps);
    aws_sdk_dynamodb::Client::from_conf(config.build())
}
