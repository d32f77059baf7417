//! How near the case has come to the latest date by which treatment must not be delayed.

use crate::Case;
use crate::calendar::{london, working_days_between};
use jiff::{Timestamp, ToSpan};
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

/// Five working days never take longer than that, whatever holidays there are.
const NEAR_WITHIN_DAYS: i64 = 21;

pub fn delay(case: &Case, now: Timestamp) -> Delay {
    let Some(dates) = case.casework.dates else {
        return Delay::None;
    };
    let today = london(now).date();
    if today > dates.latest_safe {
        return Delay::Passed;
    }
    // Far away is far enough: nobody counts the working days of a century.
    if dates.latest_safe > today.saturating_add(NEAR_WITHIN_DAYS.days()) {
        return Delay::None;
    }
    match working_days_between(today, dates.latest_safe, case.nation()) {
        0..=2 => Delay::Close,
        3..=5 => Delay::Near,
        _ => Delay::None,
    }
}
