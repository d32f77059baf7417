//! What time it is for the rules. (Only the bucket's signed forms go by the machine's own time.)

use crate::Settings;
use jiff::{Timestamp, ToSpan};
use std::path::PathBuf;

/// The clock of a function. In a customer's stack it is the machine's.
///
/// The local environment may name a file with an offset in seconds, so that a demonstration case
/// can travel across days. No customer's environment names one; a test of the template says so.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset_file: Option<PathBuf>,
}

impl Clock {
    pub fn from_settings(settings: &Settings) -> Self {
        Self { offset_file: settings.optional("CLOCK_OFFSET_FILE").map(PathBuf::from) }
    }

    pub fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        let Some(file) = &self.offset_file else {
            return now;
        };
        let written = std::fs::read_to_string(file).unwrap_or_default();
        let seconds: i64 = written.trim().parse().unwrap_or_default();
        now.checked_add(seconds.seconds()).unwrap_or(now)
    }
}
