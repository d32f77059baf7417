//! How a function starts and speaks with the outside: settings, clock, logging, the SDK's
//! configuration, and the count of dependency steps. Every other room is built on it.

mod aws;
mod clock;
mod deadline;
mod fault;
mod logging;
mod patience;
mod queue;
mod random;
mod settings;
mod steps;

pub use aws::Aws;
pub use clock::Clock;
pub use deadline::{Invoked, in_time, time_left};
pub use fault::{Fault, Kind};
pub use logging::start_logging;
pub use patience::{again_while, wait_before_again};
pub use queue::{ATTEMPTS_AT_EVENT_MAX, Message, hear_each, messages};
pub use random::{new_id, random_byte, random_digits, random_id, random_word};
pub use settings::{MissingSetting, Settings};
pub use steps::{CountSteps, StepCount, counted};

/// What `main` returns: the runtime prints it and the start has failed.
pub type StartError = lambda_runtime::Error;
