//! The time of a story: it begins on a Monday, and moves the clock of its stack across working days of
//! the case's own nation.

use super::{Journey, Leg};
use crate::SetupError;
use domain::billing::Month;
use domain::calendar::{Nation, add_working_days, at_london, london};
use jiff::civil::{Date, Time, Weekday, time};
use jiff::{Timestamp, ToSpan};

impl Journey<'_> {
    /// The stack's time.
    pub fn now(&self) -> Timestamp {
        self.clinic.stack.clock.now()
    }

    /// Whose bank holidays count for the case: the client's.
    pub fn nation(&self) -> Nation {
        let mut clients = self.clinic.demo.clients.iter();
        let client = clients.find(|client| client.id.as_str() == self.client);
        client.map(|client| client.nation).unwrap_or_default()
    }

    /// Today in London, by the stack's time.
    pub fn today(&self) -> Date {
        london(self.now()).date()
    }

    /// The working day so many working days after today.
    pub fn working_day(&self, days: u32) -> Date {
        add_working_days(self.today(), days, self.nation())
    }

    /// Moves the stack's clock to the next Monday, two minutes past nine.
    pub fn begin_on_monday(&mut self) -> Leg {
        self.begin_after_day(self.today())
    }

    /// Moves the stack's clock to the first Monday after that month's end.
    pub fn begin_after(&mut self, month: Month) -> Leg {
        self.begin_after_day(month.end())
    }

    fn begin_after_day(&mut self, day: Date) -> Leg {
        let mut monday = day.tomorrow().unwrap_or(day);
        while monday.weekday() != Weekday::Monday {
            monday = monday.tomorrow().unwrap_or(monday);
        }
        self.move_to(at_london(monday, time(9, 2, 0, 0)))
    }

    /// Moves the stack's clock some working days on, to a time of day.
    pub fn later(&mut self, working_days: u32, at: Time) -> Leg {
        self.move_to(at_london(self.working_day(working_days), at))
    }

    pub fn move_to(&self, moment: Timestamp) -> Leg {
        self.clinic.stack.clock.move_to(moment)
    }

    /// Moves the stack's clock to the first morning of the next month: only then a client learns that a case
    /// ended without a report.
    pub fn after_the_month(&self) -> Leg {
        let first = self.today().last_of_month().tomorrow();
        let first = first.map_err(|error| SetupError::new(error.to_string()))?;
        self.move_to(at_london(first, time(9, 0, 0, 0)))
    }

    /// Moves the stack's clock on by minutes.
    pub fn minutes_later(&self, minutes: i64) -> Leg {
        self.move_to(self.now().checked_add(minutes.minutes()).unwrap_or_default())
    }

    /// A day that a paper of this story may bear.
    pub fn dated(&self) -> String {
        self.today().saturating_sub(7.days()).to_string()
    }
}

/// A form that sends a document: its date goes into three boxes.
pub fn document_form(dated: &str) -> [(&str, &str); 3] {
    let mut parts = dated.splitn(3, '-');
    let mut next = || parts.next().unwrap_or_default();
    let (year, month, day) = (next(), next(), next());
    [("dated-day", day), ("dated-month", month), ("dated-year", year)]
}
