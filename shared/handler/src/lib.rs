//! What every function does in the same way: it starts, opens a case for the person who asks, carries out
//! their command, and answers.
//!
//! A function adds only what differs: what else it is given, its routes, and one file a verb.

mod appointment;
mod begin;
mod context;
mod doors;
mod pages;
mod progress;
mod scheduled;
mod start;
mod told;

pub use appointment::{place_for_member, place_for_specialist};
pub use begin::Beginning;
pub use context::{Context, Done, Intake, documents};
pub use progress::{progress_of, tagged};
pub use scheduled::meant_for;
pub use start::{listen, serve, serve_and_hear, serve_without_pages};
pub use told::{swept, told};
