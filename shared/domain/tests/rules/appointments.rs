//! Appointments: which slots are taken, and when a consultation was held or missed.

use crate::story::{Story, chosen, id, nurse, slot};
use domain::follow::{ever_held, freed};
use domain::question::Stage;
use domain::scheduling::{Absentee, Command, Mode, Slot};

fn book(starts: &str, quanta: u32) -> Command {
    let slot = Slot { starts: starts.parse().unwrap(), quanta };
    Command::Book { appointment: id("a-1"), slot, mode: Mode::Video }
}

#[test]
fn a_slot_is_to_come_and_on_a_quarter_of_an_hour() {
    let story = Story::at_stage(Stage::Reviewed).at("2026-11-03T09:00:00Z");
    for (starts, quanta) in [
        ("2026-11-03T08:45:00Z", 2),
        ("2026-11-03T09:00:00Z", 2),
        ("2026-11-03T09:20:00Z", 2),
        ("2026-11-03T09:15:00Z", 13),
    ] {
        assert_eq!(story.refused(&nurse(), book(starts, quanta)), "bad-slot", "{starts} {quanta}");
    }
    assert!(story.clone().try_to(&nurse(), book("2026-11-03T09:15:00Z", 12)).is_ok());
}

#[test]
fn a_consultation_is_held_or_missed_once_it_has_begun() {
    let booked = Story::at_stage(Stage::ConsultationBooked);
    let missed = || Command::NoteMissed { by: Absentee::Member };
    let before = booked.clone().at("2026-11-12T13:59:59Z");
    assert_eq!(before.refused(&chosen(), Command::NoteHeld), "not-started");
    assert_eq!(before.refused(&chosen(), missed()), "not-started");
    let begun = booked.at(&slot().starts.to_string());
    assert!(begun.clone().try_to(&chosen(), Command::NoteHeld).is_ok());
    let again = begun.then(&chosen(), missed());
    assert_eq!(again.case.scheduling.absences, 1);
    // Missed is not held: another one is booked.
    let twice = again.then(&nurse(), book("2026-11-16T10:00:00Z", 2)).at("2026-11-16T10:00:00Z");
    assert_eq!(twice.then(&chosen(), missed()).case.scheduling.absences, 2);
}

#[test]
fn each_move_of_an_appointment_raises_its_revision() {
    let story = Story::at_stage(Stage::ConsultationBooked)
        .does("move an appointment")
        .does("move an appointment");
    assert_eq!(story.case.scheduling.appointment.unwrap().revision, 2);
}

#[test]
fn a_cancellation_frees_what_the_case_does_not_hold_again() {
    let cancelled = Story::at_stage(Stage::ConsultationBooked).does("cancel an appointment");
    let last = cancelled.log.last().unwrap().clone();
    let free = freed(&cancelled.case, &last).unwrap();
    assert_eq!((free.specialist, free.quanta), (id("sp-1"), slot().quantum_starts()));
    assert_eq!(freed(&cancelled.case, &cancelled.log[0]), None);
    // Heard late: of what was booked meanwhile nothing is given away.
    let overlapping = book("2026-11-12T14:15:00Z", 2);
    let again = cancelled.then(&nurse(), overlapping);
    assert_eq!(freed(&again.case, &last).unwrap().quanta, [slot().starts]);
    let held: Vec<Slot> = ever_held(&again.log).into_iter().map(|held| held.slot).collect();
    assert_eq!((held.len(), held[0]), (2, slot()));
}
