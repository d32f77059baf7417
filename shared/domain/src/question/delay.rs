//! How near the case has come to the latest date by which treatment must not be delayed.

use crate::Case;
use crate::calendar::{london, working_days_between};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How near the latest safe date is, in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Delay {
    None,
    /// Five working days or fewer are left.
    Near,
    /// Two or fewer.
    Close,
    Passed,
}

pub fn delay(case: &Case, now: Timestamp) -> Delay {
    let Some(dates) = case.casework.dates else {
        return Delay::None;
    };
    let today = london(now).date();
    if today > dates.latest_safe {
        return Delay::Passed;
    }
    match working_days_between(today, dates.latest_safe, case.nation()) {
        0..=2 => Delay::Close,
        3..=5 => Delay::Near,
        _ => Delay::None,
    }
}
