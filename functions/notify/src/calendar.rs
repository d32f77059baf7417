//! The calendar entry that goes with the letter of an appointment.

use domain::Case;
use domain::follow::LetterKind;
use jiff::Timestamp;
use mail::CalendarEntry;

/// An invite in UTC without a word of what it is about. The same id with a higher sequence moves it.
pub fn entry(case: &Case, kind: LetterKind) -> Option<CalendarEntry> {
    if kind != LetterKind::Appointment {
        return None;
    }
    let booked = case.scheduling.appointment.as_ref()?;
    let stamp = |moment: Timestamp| moment.strftime("%Y%m%dT%H%M%SZ").to_string();
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Second Opinion//EN".to_owned(),
        "METHOD:REQUEST".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@second-opinion", booked.id),
        format!("SEQUENCE:{}", booked.revision),
        format!("DTSTAMP:{}", stamp(booked.slot.starts)),
        format!("DTSTART:{}", stamp(booked.slot.starts)),
        format!("DTEND:{}", stamp(booked.slot.ends())),
        "SUMMARY:Appointment".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    Some(CalendarEntry { text: lines.join("\r\n") + "\r\n" })
}
