//! Slots: which of a specialist's time an event frees again, and which the case ever held.

use crate::ids::SpecialistId;
use crate::scheduling::{Event as Scheduling, Slot};
use crate::{Case, Event, Recorded};
use jiff::Timestamp;

/// A stretch of a specialist's time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub specialist: SpecialistId,
    pub slot: Slot,
}

/// Quanta of a specialist that nobody needs any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freed {
    pub specialist: SpecialistId,
    pub quanta: Vec<Timestamp>,
}

/// What a cancellation frees of the case as it is now. Where scheduling itself cancels, the slot was given
/// back in that transaction; where the case ended, a consent was narrowed
/// or the specialist replaced, it is when the event is heard.
pub fn freed(case: &Case, recorded: &Recorded) -> Option<Freed> {
    let Event::Scheduling(Scheduling::AppointmentCancelled { specialist, slot, .. }) =
        &recorded.event
    else {
        return None;
    };
    let booked_again = case.scheduling.appointment.as_ref();
    let booked_again = booked_again.filter(|booked| &booked.specialist == specialist);
    let kept = booked_again.map(|booked| booked.slot.quantum_starts()).unwrap_or_default();
    let mut quanta = slot.quantum_starts();
    quanta.retain(|quantum| !kept.contains(quantum));
    Some(Freed { specialist: specialist.clone(), quanta })
}

/// Every slot that the case ever held: each names the case under its specialist.
pub fn ever_held(log: &[Recorded]) -> Vec<Held> {
    log.iter().filter_map(held).collect()
}

fn held(recorded: &Recorded) -> Option<Held> {
    let Event::Scheduling(
        Scheduling::AppointmentBooked { specialist, slot, .. }
        | Scheduling::AppointmentMoved { specialist, slot, .. },
    ) = &recorded.event
    else {
        return None;
    };
    Some(Held { specialist: specialist.clone(), slot: *slot })
}
