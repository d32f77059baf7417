//! What every function does in the same way: it starts, opens a case for the person who asks, carries out
//! their command, and answers.
//!
//! A function adds only what differs: what else it is given, its routes, and one file a verb.

mod context;
mod doors;
mod progress;
mod start;
mod told;

pub use context::{Context, Intake, documents};
pub use doors::Door;
pub use progress::{Progress, progress, tagged};
pub use start::{listen, serve, serve_and_hear};
pub use told::told;
