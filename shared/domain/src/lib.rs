//! The rules of a second medical opinion: what may happen to a case, and what follows from what has happened.
//!
//! Nothing here reads a clock, draws a random number, waits, or touches the outside: ids and `now`
//! come in as arguments, so every rule can be tried in a test as it is.
//!
//! The modules are in layers, and each uses only what is named before it: the ground, the directory, each
//! capability's facts, events, commands and sheets, the case made of them, the questions that decisions
//! ask, the decisions, and everything that is derived from a case or follows from its log.

// A new variant must not compile until somebody has decided about it.
#![deny(clippy::wildcard_enum_match_arm)]

mod ground;
pub use ground::{calendar, day, ids, money, nhs_number, paper, private, refusal, sheet, text};

pub mod directory;

pub mod access;
pub mod casework;
pub mod consent;
pub mod keeping;
pub mod matching;
pub mod records;
pub mod referral;
pub mod report;
pub mod scheduling;

pub mod case;
pub mod due;

pub mod question;

pub mod billing;
pub mod follow;

pub use case::{Case, Command, Event, Recorded, Refusal};
pub use ground::actor::Actor;
pub use ground::party::Party;
pub use ground::private::Private;
