//! The calendar entry that goes with the letter of an appointment.

use crate::letter::Occasion;
use casefile::NamedAddress;
use domain::Event;
use domain::follow::LetterKind;
use domain::scheduling::{Event::AppointmentCancelled, Slot};
use mail::{CalendarEntry, Meeting, MeetingChange};

/// `from` is our own address: it stays the organiser's whoever the nurse is, and only the organiser can change an entry.
pub fn entry(
    occasion: &Occasion,
    kind: LetterKind,
    to: &NamedAddress,
    from: &str,
) -> Option<CalendarEntry> {
    let (slot, change) = changed(occasion, kind)?;
    let nurse = occasion.nurse.as_ref().map_or("our nurses", |nurse| nurse.name.as_str());
    let meeting = Meeting {
        uid: format!("{}@appointments", occasion.case().id.reference()),
        // The place in the log only grows, over a cancellation and a new booking, too.
        sequence: u32::try_from(occasion.recorded.sequence).unwrap_or(u32::MAX),
        stamp: occasion.recorded.at,
        starts: slot.starts,
        ends: slot.ends(),
        change,
        organiser: (nurse, from),
        attendee: (&to.name, &to.email),
    };
    Some(meeting.entry())
}

/// The slot that an event is about, and what a calendar does with it.
fn changed(occasion: &Occasion, kind: LetterKind) -> Option<(Slot, MeetingChange)> {
    if let Event::Scheduling(AppointmentCancelled { slot, .. }) = &occasion.recorded.event {
        return Some((*slot, MeetingChange::Cancelled));
    }
    let booked = occasion.case().scheduling.appointment.as_ref();
    let booked = booked.filter(|_| kind == LetterKind::Appointment)?;
    Some((booked.slot, MeetingChange::Booked))
}
