//! The rules of a second medical opinion: what may happen to a case, and what follows from what has happened.
//!
//! Nothing here reads a clock, draws a random number, waits, or touches the outside: ids and `now`
//! come in as arguments, so every rule can be tried in a test as it is.
//!
//! Reading order: [`case`] is the folded case, [`command`] the front door (`Case::decide`),
//! [`event`] what is kept for ever. Then one module a capability, each with its own facts, commands,
//! events and refusals. [`question`] derives everything that is never stored.

pub mod actor;
pub mod case;
pub mod command;
pub mod event;
pub mod refusal;

pub mod access;
pub mod billing;
pub mod casework;
pub mod clock;
pub mod consent;
pub mod matching;
pub mod notify;
pub mod records;
pub mod referral;
pub mod report;
pub mod scheduling;

pub mod question;

pub mod calendar;
pub mod directory;
pub mod ids;
pub mod money;
pub mod nhs_number;
pub mod private;
pub mod sheet;
pub mod text;

pub use actor::Actor;
pub use case::Case;
pub use command::Command;
pub use event::{Event, Recorded};
pub use private::Private;
pub use refusal::Refusal;
