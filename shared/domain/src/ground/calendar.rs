//! Working days, bank holidays and London time.
//!
//! Bank holidays follow the rules of the Banking and Financial Dealings Act 1971 and the standing
//! proclamations; a holiday proclaimed for one year only is listed by hand in [`ONE_OFF`].

use jiff::civil::{Date, DateTime, Time, Weekday, date};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{Timestamp, ToSpan, Zoned};
use serde::{Deserialize, Serialize};

/// The part of the United Kingdom whose bank holidays count for a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Nation {
    #[default]
    England,
    Wales,
    Scotland,
    NorthernIreland,
}

/// Holidays proclaimed for a single year.
const ONE_OFF: &[(Nation, Date)] = &[(Nation::Scotland, date(2026, 6, 15))];

/// The local time at which a working day's promises fall due.
pub const DAY_ENDS: Time = Time::constant(18, 0, 0, 0);

/// The zone that people see, from the data bundled with the binary: Lambda's image has none to rely on.
pub fn london_zone() -> TimeZone {
    TimeZone::get("Europe/London").expect("the bundled time zone database has Europe/London")
}

pub fn london(moment: Timestamp) -> Zoned {
    moment.to_zoned(london_zone())
}

/// `Monday 30 November 2026`, in London.
pub fn day_in_words(moment: Timestamp) -> String {
    london(moment).strftime("%A %-d %B %Y").to_string()
}

/// `12 April 1979`: a day on which nothing is due, such as that of a birth.
pub fn date_in_words(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// `Monday 30 November 2026 at 14:15`, in London.
pub fn moment_in_words(moment: Timestamp) -> String {
    format!("{} at {}", day_in_words(moment), time_in_words(moment))
}

/// As people say it: `2pm`, `2:30pm`, `midday`.
pub fn time_in_words(moment: Timestamp) -> String {
    let local = london(moment);
    match (local.hour(), local.minute()) {
        (0, 0) => "midnight".to_owned(),
        (12, 0) => "midday".to_owned(),
        (_, 0) => local.strftime("%-I%P").to_string(),
        _ => local.strftime("%-I:%M%P").to_string(),
    }
}

/// The day of a date that lies ahead, with its weekday.
pub fn weekday_in_words(date: Date) -> String {
    date.strftime("%A %-d %B %Y").to_string()
}

/// Why a local time does not name one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LocalTimeError {
    #[error("that time does not exist: the clocks go forward over it")]
    Missing,
    #[error(
        "that time happens twice: the clocks go back over it; give its offset, +00:00 or +01:00"
    )]
    Twice,
    #[error("London does not have that offset at that time")]
    WrongOffset,
}

/// The moment that a London wall-clock time names. A time that happens twice needs its offset.
pub fn from_london(local: DateTime, offset: Option<Offset>) -> Result<Timestamp, LocalTimeError> {
    let moment = |at: Offset| at.to_timestamp(local).map_err(|_| LocalTimeError::Missing);
    match (london_zone().to_ambiguous_zoned(local).offset(), offset) {
        (AmbiguousOffset::Gap { .. }, _) => Err(LocalTimeError::Missing),
        (AmbiguousOffset::Fold { .. }, None) => Err(LocalTimeError::Twice),
        (AmbiguousOffset::Fold { before, after }, Some(given)) => {
            if given == before || given == after {
                moment(given)
            } else {
                Err(LocalTimeError::WrongOffset)
            }
        }
        (AmbiguousOffset::Unambiguous { offset }, Some(given)) if given != offset => {
            Err(LocalTimeError::WrongOffset)
        }
        (AmbiguousOffset::Unambiguous { offset }, _) => moment(offset),
    }
}

pub fn is_working_day(day: Date, nation: Nation) -> bool {
    !is_weekend(day) && !bank_holidays(day.year(), nation).contains(&day)
}

/// The day that many working days later; none later is the day itself, or the next working day.
pub fn add_working_days(from: Date, days: u32, nation: Nation) -> Date {
    let mut day = from;
    let mut left = days;
    while left > 0 || !is_working_day(day, nation) {
        day = next_day(day);
        if left > 0 && is_working_day(day, nation) {
            left -= 1;
        }
    }
    day
}

/// The end of the working day that many working days after `from`, as a moment.
pub fn due(from: Timestamp, days: u32, nation: Nation) -> Timestamp {
    at_london(add_working_days(london(from).date(), days, nation), DAY_ENDS)
}

/// A London time of day on a day. Used for times that the clock changes never touch.
pub fn at_london(day: Date, time: Time) -> Timestamp {
    let local = day.to_datetime(time);
    london_zone()
        .to_ambiguous_zoned(local)
        .compatible()
        .map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

/// Working days from one day to another, the first not counted; zero when `to` is not later.
pub fn working_days_between(from: Date, to: Date, nation: Nation) -> u32 {
    let mut day = from;
    let mut count = 0;
    while day < to {
        day = next_day(day);
        count += u32::from(is_working_day(day, nation));
    }
    count
}

pub fn bank_holidays(year: i16, nation: Nation) -> Vec<Date> {
    let mut fixed = vec![date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)];
    let mut moving = vec![
        easter(year).saturating_sub(2.days()),
        monday_of(year, 5, Which::First),
        monday_of(year, 5, Which::Last),
    ];
    match nation {
        Nation::England | Nation::Wales => {
            moving.extend([easter(year).saturating_add(1.day()), monday_of(year, 8, Which::Last)]);
        }
        Nation::Scotland => {
            fixed.extend([date(year, 1, 2), date(year, 11, 30)]);
            moving.push(monday_of(year, 8, Which::First));
        }
        Nation::NorthernIreland => {
            fixed.extend([date(year, 3, 17), date(year, 7, 12)]);
            moving.extend([easter(year).saturating_add(1.day()), monday_of(year, 8, Which::Last)]);
        }
    }
    moving.extend(
        ONE_OFF.iter().filter(|(who, day)| *who == nation && day.year() == year).map(|x| x.1),
    );
    with_substitutes(moving, fixed)
}

/// A fixed holiday at a weekend moves to the next weekday that is not itself a holiday.
fn with_substitutes(mut days: Vec<Date>, mut fixed: Vec<Date>) -> Vec<Date> {
    fixed.sort_unstable();
    days.extend(fixed.iter().filter(|day| !is_weekend(**day)));
    for weekend in fixed.into_iter().filter(|day| is_weekend(*day)) {
        let mut day = weekend;
        while is_weekend(day) || days.contains(&day) {
            day = next_day(day);
        }
        days.push(day);
    }
    days
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    First,
    Last,
}

fn monday_of(year: i16, month: i8, which: Which) -> Date {
    let nth = if which == Which::First { 1 } else { -1 };
    date(year, month, 1)
        .nth_weekday_of_month(nth, Weekday::Monday)
        .expect("every month has a Monday")
}

/// Easter Sunday in the Gregorian calendar (the anonymous algorithm, Meeus 1991, chapter 8).
#[expect(
    clippy::many_single_char_names,
    reason = "they are the letters of the published algorithm"
)]
fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, g) = (b / 4, b % 4, (8 * b + 13) / 25);
    let h = (19 * a + b - d - g + 15) % 30;
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month_and_day = h + l - 7 * m + 114;
    let part = |number: i32| i8::try_from(number).expect("a month or a day is small");
    date(year, part(month_and_day / 31), part(month_and_day % 31 + 1))
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn next_day(day: Date) -> Date {
    day.saturating_add(1.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As published on gov.uk/bank-holidays.
    #[test]
    fn bank_holidays_are_as_published() {
        let published = |year: i16, nation, days: &[(i8, i8)]| {
            let mut found = bank_holidays(year, nation);
            found.sort_unstable();
            let expected: Vec<Date> =
                days.iter().map(|(month, day)| date(year, *month, *day)).collect();
            assert_eq!(found, expected, "{nation:?} {year}");
        };
        use Nation::{England, NorthernIreland, Scotland, Wales};
        let england = [(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)];
        published(2026, England, &england);
        published(2026, Wales, &england);
        let scotland = [
            (1, 1),
            (1, 2),
            (4, 3),
            (5, 4),
            (5, 25),
            (6, 15),
            (8, 3),
            (11, 30),
            (12, 25),
            (12, 28),
        ];
        published(2026, Scotland, &scotland);
        let ireland = [
            (1, 1),
            (3, 17),
            (4, 3),
            (4, 6),
            (5, 4),
            (5, 25),
            (7, 13),
            (8, 31),
            (12, 25),
            (12, 28),
        ];
        published(2026, NorthernIreland, &ireland);
        let next = [(1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30), (12, 27), (12, 28)];
        published(2027, England, &next);
        // 1 January 2028 is a Saturday: both Scottish days move, in order.
        assert!(bank_holidays(2028, Scotland).contains(&date(2028, 1, 4)));
    }

    /// As published on gov.uk/bank-holidays, with the substitutes for fixed days at a weekend.
    #[test]
    fn each_nation_has_the_holidays_that_were_published_for_it() {
        use Nation::{NorthernIreland, Scotland, Wales};
        for (nation, year, published) in [
            (Wales, 2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
            (Wales, 2025, "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26"),
            (Scotland, 2024, "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26"),
            (Scotland, 2025, "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26"),
            (NorthernIreland, 2024, "01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26"),
            (NorthernIreland, 2025, "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26"),
        ] {
            let mut days = bank_holidays(year, nation);
            days.sort_unstable();
            let days: Vec<String> =
                days.iter().map(|day| day.strftime("%m-%d").to_string()).collect();
            assert_eq!(days.join(" "), published, "{nation:?} {year}");
        }
    }

    /// Those before 2001 are from Meeus, the others from the tables of the Church of England.
    #[test]
    fn easter_is_on_the_sunday_that_was_or_will_be_kept() {
        for (year, month, day) in [
            (1818, 3, 22),
            (1886, 4, 25),
            (1900, 4, 15),
            (1943, 4, 25),
            (1954, 4, 18),
            (1981, 4, 19),
            (1991, 3, 31),
            (2000, 4, 23),
            (2008, 3, 23),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2028, 4, 16),
            (2038, 4, 25),
            (2049, 4, 18),
            (2100, 3, 28),
        ] {
            assert_eq!(easter(year), date(year, month, day));
        }
    }

    #[test]
    fn working_days_skip_weekends_and_holidays() {
        let add = |day, days| add_working_days(day, days, Nation::England);
        assert_eq!(add(date(2026, 12, 24), 1), date(2026, 12, 29));
        assert_eq!(add(date(2026, 11, 27), 1), date(2026, 11, 30));
        assert_eq!(add(date(2026, 11, 28), 0), date(2026, 11, 30));
        assert_eq!(add_working_days(date(2026, 11, 27), 1, Nation::Scotland), date(2026, 12, 1));
        assert_eq!(
            working_days_between(date(2026, 12, 24), date(2026, 12, 29), Nation::England),
            1
        );
    }

    #[test]
    fn a_missing_hour_is_refused_and_a_double_one_asks_for_its_offset() {
        let at = |day: Date| day.at(1, 30, 0, 0);
        assert_eq!(from_london(at(date(2027, 3, 28)), None), Err(LocalTimeError::Missing));
        assert_eq!(from_london(at(date(2027, 10, 31)), None), Err(LocalTimeError::Twice));
        let summer = from_london(at(date(2027, 10, 31)), Some(jiff::tz::offset(1)));
        let winter = from_london(at(date(2027, 10, 31)), Some(jiff::tz::offset(0)));
        assert_eq!(summer.unwrap().as_second() + 3600, winter.unwrap().as_second());
        let wrong = from_london(at(date(2027, 7, 1)), Some(jiff::tz::offset(0)));
        assert_eq!(wrong, Err(LocalTimeError::WrongOffset));
    }

    #[test]
    fn people_see_london_time() {
        let summer: Timestamp = "2027-07-01T13:15:00Z".parse().unwrap();
        assert_eq!(moment_in_words(summer), "Thursday 1 July 2027 at 2:15pm");
        assert_eq!(day_in_words("2027-07-01T23:15:00Z".parse().unwrap()), "Friday 2 July 2027");
        assert_eq!(date_in_words(date(1979, 4, 12)), "12 April 1979");
    }

    #[test]
    fn a_promise_falls_due_at_six_in_london_summer_and_winter() {
        for (from, days, falls_due) in [
            ("2026-11-27T09:00:00Z", 1, "2026-11-30T18:00:00Z"),
            ("2026-07-01T09:00:00Z", 2, "2026-07-03T17:00:00Z"),
            ("2026-11-28T09:00:00Z", 0, "2026-11-30T18:00:00Z"),
        ] {
            let due = due(from.parse().unwrap(), days, Nation::England);
            assert_eq!(due.to_string(), falls_due, "{from}");
        }
    }

    #[test]
    fn the_day_that_is_counted_from_is_no_working_day_later() {
        for (from, to, days) in [
            (date(2026, 11, 27), date(2026, 11, 27), 0),
            (date(2026, 11, 27), date(2026, 11, 30), 1),
            (date(2026, 11, 30), date(2026, 11, 27), 0),
            (date(2026, 11, 23), date(2026, 11, 30), 5),
        ] {
            assert_eq!(working_days_between(from, to, Nation::England), days, "{from} to {to}");
        }
    }

    #[test]
    fn an_offset_that_is_given_has_to_be_londons() {
        let at = |day: Date, hours| from_london(day.at(1, 30, 0, 0), Some(jiff::tz::offset(hours)));
        assert_eq!(at(date(2027, 7, 1), 1).unwrap().to_string(), "2027-07-01T00:30:00Z");
        assert_eq!(at(date(2027, 12, 1), 0).unwrap().to_string(), "2027-12-01T01:30:00Z");
        assert_eq!(at(date(2027, 10, 31), 2), Err(LocalTimeError::WrongOffset));
    }
}
