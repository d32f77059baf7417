//! Access: the ways in (links, codes, sessions), what was claimed or answered already, who read
//! what, and what an erasure has to forget. There is a file for each kind of item.
//!
//! Secrets are kept only as hashes. Every expiry is compared in code; the table's own time to live
//! only tidies up.

mod claims;
mod codes;
mod cursors;
mod letters;
mod links;
mod marks;
mod readings;
mod sessions;
mod traces;

pub use codes::{CodePut, CodeTry, OneTimeCode};
pub use letters::{EpochCheck, LetterClaim};
pub use links::Invitation;
pub use sessions::{Session, SessionOpening};

use crate::table::Table;
use runtime::Aws;

/// The Access table.
#[derive(Debug, Clone)]
pub struct Access {
    table: Table,
}

impl Access {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { table: Table::new(aws, table) }
    }
}

/// What is kept of a secret: its SHA-256, in hex.
pub fn digest(secret: &str) -> String {
    hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, secret.as_bytes()))
}
