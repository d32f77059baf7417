//! The contract of the tables, tried with the real SDK on an embedded DynamoDB. There is a file for
//! each table or kind of item.

#![allow(clippy::unwrap_used, reason = "a test may panic where it fails")]

mod builders;
mod cases;
mod chain;
mod claims;
mod codes;
mod directory;
mod ledger;
mod letters;
mod marks;
mod readings;
mod sessions;
mod sheets;
mod slots;
mod worklists;
