//! What the product costs: starts, requests, memory and growth, each beside something measured in the same run.
//!
//! A time by itself says little, for machines differ and are noisy; a ratio within one run says much. No test
//! holds a time. The functions are the real binaries as they are shipped; only AWS is a stand-in.

#![allow(clippy::cast_precision_loss, reason = "no count here comes near 2^52")]

mod binaries;
mod chapters;
mod chart;
mod lambda;
mod machine;
mod ready;
pub mod recorded;
mod requests;
mod run;
mod seeds;
mod table;
mod world;

pub use run::{Arguments, run};

/// Why a measurement was given up.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// Starts of each function.
    starts: usize,
    /// Warm requests of each operation.
    requests: usize,
    /// Requests before memory is looked at.
    in_a_row: usize,
    notes: &'static [usize],
    cases: &'static [usize],
    specialists: &'static [usize],
    charges: &'static [usize],
}

impl Extent {
    const QUICK: Self = Self {
        starts: 7,
        requests: 100,
        in_a_row: 200,
        notes: &[0, 300],
        cases: &[100, 1000, 10_000],
        specialists: &[1000, 10_000],
        charges: &[10_000],
    };
    const WHOLE: Self = Self {
        starts: 21,
        requests: 400,
        in_a_row: 1000,
        notes: &[0, 300, 1000, 3000],
        cases: &[100, 1000, 10_000, 100_000],
        specialists: &[1000, 10_000, 50_000],
        charges: &[10_000, 100_000, 1_000_000],
    };
}
