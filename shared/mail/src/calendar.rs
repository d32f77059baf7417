//! The calendar entry that goes with the letter of an appointment (RFC 5545, sent as RFC 5546 has it).

use chrono::{DateTime, Utc};
use domain::text::Email;
use icalendar::{Attendee, Calendar, Component, Event, EventLike, EventStatus, Property, Role};
use jiff::Timestamp;

/// An appointment as a calendar knows it. Nothing in it says what it is about, or where.
#[derive(Debug)]
pub struct Meeting<'a> {
    /// The same for every appointment of a case, so that one made after a cancellation takes its place.
    pub uid: String,
    /// Higher with every change: a calendar takes no older one.
    pub sequence: u32,
    /// When the change was made.
    pub stamp: Timestamp,
    pub starts: Timestamp,
    pub ends: Timestamp,
    pub change: MeetingChange,
    /// The nurse's name, and our own address.
    pub organiser: (&'a str, &'a str),
    /// Who gets the letter.
    pub attendee: (&'a str, &'a Email),
}

/// What a calendar does with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeetingChange {
    /// It adds the entry, or puts it in the place of the one that it has.
    Booked,
    /// It removes the entry.
    Cancelled,
}

/// A calendar entry to attach.
#[derive(Debug, Clone)]
pub struct CalendarEntry {
    /// The iCalendar text.
    pub text: String,
    /// Its method, which the type of the attachment says as well.
    pub method: &'static str,
}

impl Meeting<'_> {
    pub fn entry(&self) -> CalendarEntry {
        let (method, status) = match self.change {
            MeetingChange::Booked => ("REQUEST", EventStatus::Confirmed),
            MeetingChange::Cancelled => ("CANCEL", EventStatus::Cancelled),
        };
        let (name, address) = self.attendee;
        let attendee = Attendee::new(format!("mailto:{}", address.reveal()));
        let attendee = attendee.cn(plain(name)).role(Role::ReqParticipant).rsvp(false);
        let mut event = Event::new();
        event
            .uid(&self.uid)
            .sequence(self.sequence)
            .timestamp(utc(self.stamp))
            .starts(utc(self.starts))
            .ends(utc(self.ends))
            .summary("Appointment")
            .status(status)
            .append_property(self.organiser())
            .attendee(attendee);
        let mut calendar = Calendar::empty();
        calendar
            .append_property(("VERSION", "2.0"))
            .append_property(("PRODID", "-//Appointments//EN"))
            .append_property(("CALSCALE", "GREGORIAN"))
            .append_property(("METHOD", method))
            .push(event);
        CalendarEntry { text: calendar.to_string(), method }
    }

    fn organiser(&self) -> Property {
        let (name, address) = self.organiser;
        let mut organiser = Property::new("ORGANIZER", format!("mailto:{address}"));
        organiser.add_parameter("CN", &plain(name)).done()
    }
}

/// A name as a parameter: neither a quote nor a line end may be in one.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| *letter != '"' && !letter.is_control()).collect()
}

/// Whole seconds, as a calendar counts.
fn utc(moment: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp(moment.as_second(), 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_writes_into_an_entry() {
        let at: Timestamp = "2026-12-10T14:15:00Z".parse().unwrap();
        let email = Email::parse("bo@home.example").unwrap();
        let meeting = Meeting {
            uid: "SO-7F3K-Q2M8@appointments".to_owned(),
            sequence: 7,
            stamp: at,
            starts: at,
            ends: at,
            change: MeetingChange::Cancelled,
            organiser: ("A\r\nSUMMARY:clinical", "us@clinic.example"),
            attendee: ("\"x\":mailto:e@evil.example;X=\"y\"", &email),
        };
        let entry = meeting.entry();
        assert_eq!(entry.method, "CANCEL");
        let whole = entry.text.replace("\r\n ", "");
        assert!(!whole.contains("\r\nSUMMARY:clinical"), "{whole}");
        let attendee = whole.lines().find(|line| line.starts_with("ATTENDEE")).unwrap();
        assert!(attendee.ends_with(":mailto:bo@home.example"), "{attendee}");
        assert_eq!(attendee.matches('"').count() % 2, 0, "{attendee}");
    }
}
