//! What the tests and the local environment share: the local AWS with the template deployed on it,
//! demo data, and the [`Clinic`], a driver that speaks the domain over HTTP. Never part of a function.

pub mod clinic;
pub mod contract;
pub mod demo;
pub mod embedded;
pub mod group;
pub mod journey;
pub mod local_aws;
pub mod mailbox;
pub mod opening;
pub mod papers;
pub mod scanner;
pub mod stack;
pub mod tools;

pub use clinic::Clinic;
pub use journey::Journey;
pub use stack::Stack;
pub use tools::Tools;

use std::path::PathBuf;

/// Why a step of the set-up failed: one line that says what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SetupError(pub String);

impl SetupError {
    pub fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl From<std::io::Error> for SetupError {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<reqwest::Error> for SetupError {
    fn from(error: reqwest::Error) -> Self {
        Self(error.to_string())
    }
}

/// The root of the checkout.
pub fn checkout() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).map(PathBuf::from).unwrap_or(here)
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| checkout().join("target"), PathBuf::from)
}

/// Where the logs of every stack of a test run are gathered, for the last step of the suite.
pub fn logs_gathered() -> PathBuf {
    target().join("e2e/logs")
}
