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
    /// The nurse's name and address.
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
        let attendee = attendee.cn(name.to_owned()).role(Role::ReqParticipant).rsvp(false);
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
            .append_property(("PRODID", "-//Second Opinion//EN"))
            .append_property(("CALSCALE", "GREGORIAN"))
            .append_property(("METHOD", method))
            .push(event);
        CalendarEntry { text: calendar.to_string(), method }
    }

    fn organiser(&self) -> Property {
        let (name, address) = self.organiser;
        let mut organiser = Property::new("ORGANIZER", format!("mailto:{address}"));
        organiser.add_parameter("CN", name).done()
    }
}

/// Whole seconds, as a calendar counts.
fn utc(moment: Timestamp) -> DateTime<Utc> {
    DateTime::from_timestamp(moment.as_second(), 0).unwrap_or_default()
}
