//! The rules as others use them: through commands, events and questions. A file each for a word or a question;
//! `story` walks a case to where a test begins.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod access;
mod appointments;
mod contracts;
mod decisions;
mod edges;
mod events;
mod facts;
mod gates;
mod keeping;
mod letters;
mod limits;
mod looks;
mod objections;
mod questions;
mod records;
mod rehearsals;
mod replacing;
mod reports;
mod seen;
mod signatures;
mod slips;
mod story;
mod table;
mod walks;
mod words;
