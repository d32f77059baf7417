//! Days and moments that someone typed, within years in which a person, a contract or a case can be.
//!
//! A date far away is a slip of the finger, and arithmetic on it may not end. It is refused where it is
//! read, so that no rule has to think of it.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// The first year that is read, and the last.
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2199;

/// A day or a moment outside the years that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it must be between the years 1800 and 2199")]
pub struct FarAway;

/// A day, written as `2026-11-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Date", into = "Date")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "Date", extend("pattern" = "^(18|19|20|21)[0-9]{2}-")))]
pub struct Day(Date);

/// A moment in UTC or with an offset, never a bare local time, written as `2026-11-02T09:00:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Timestamp", into = "Timestamp")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "Timestamp", extend("pattern" = "^(18|19|20|21)[0-9]{2}-")))]
pub struct Moment(Timestamp);

impl TryFrom<Date> for Day {
    type Error = FarAway;

    fn try_from(date: Date) -> Result<Self, FarAway> {
        if YEARS.contains(&date.year()) { Ok(Self(date)) } else { Err(FarAway) }
    }
}

impl TryFrom<Timestamp> for Moment {
    type Error = FarAway;

    fn try_from(moment: Timestamp) -> Result<Self, FarAway> {
        let year = moment.to_zoned(TimeZone::UTC).year();
        if YEARS.contains(&year) { Ok(Self(moment)) } else { Err(FarAway) }
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Date {
        day.0
    }
}

impl From<Moment> for Timestamp {
    fn from(moment: Moment) -> Timestamp {
        moment.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_far_away_is_refused() {
        for (day, near) in [
            ("1799-12-31", false),
            ("1800-01-01", true),
            ("2199-12-31", true),
            ("2200-01-01", false),
            ("9999-12-31", false),
        ] {
            let date: Date = day.parse().expect("a day");
            assert_eq!(Day::try_from(date).is_ok(), near, "{day}");
        }
        assert_eq!(Moment::try_from(Timestamp::MAX), Err(FarAway));
    }

    #[test]
    fn a_day_and_a_moment_are_written_as_they_were_read() {
        let day: Date = "2026-11-02".parse().expect("a day");
        assert_eq!(Day::try_from(day).map(Date::from), Ok(day));
        let moment: Timestamp = "2026-11-02T09:00:00Z".parse().expect("a moment");
        assert_eq!(Moment::try_from(moment).map(Timestamp::from), Ok(moment));
    }
}
