//! Matching: two or three independent specialists are offered, one is chosen, and accepts.

pub(crate) mod apply;
mod choosing;
mod command;
pub(crate) mod decide;
mod eligible;
mod event;
mod facts;

pub use command::{Command, DelayAcceptable, NoConflict, Refusal};
pub(crate) use eligible::bar_by_case;
pub use eligible::{Bar, Ranked, Reason, bar, rank};
pub use event::{Event, ReplacedFor, Yes};
pub use facts::{Accepted, Chosen, Facts, OFFERED, Offer, Offered};
