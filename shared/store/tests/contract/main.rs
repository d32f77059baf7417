//! The contract of the tables, against an embedded DynamoDB that speaks the real SDK. A file for each
//! table or kind of item.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

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
mod worklists;
