//! Matching: two or three independent specialists are offered, one is chosen, and accepts.

pub(crate) mod apply;
mod command;
pub(crate) mod decide;
mod eligible;
mod event;
mod facts;

pub use command::{Command, DelayAcceptable, Refusal};
pub use eligible::{Bar, Ranked, Reason, bar, rank};
pub use event::Event;
pub use facts::{Chosen, Facts, OFFERED, Offer};
