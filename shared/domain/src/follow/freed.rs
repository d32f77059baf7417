//! Slots: which of a specialist's time an event frees again, and which the case ever held.

use crate::ids::SpecialistId;
use crate::scheduling::{Event as Scheduling, Slot};
use crate::{Case, Event, Recorded};

/// A stretch of a specialist's time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub specialist: SpecialistId,
    pub slot: Slot,
}

/// The slot that a cancellation frees. A live case gives it back in the transaction that cancels;
/// one that has ended can never claim the same slot again, so it is freed when the event is heard.
pub fn freed(case: &Case, recorded: &Recorded) -> Option<Held> {
    case.ended.as_ref()?;
    let Event::Scheduling(Scheduling::AppointmentCancelled { specialist, slot, .. }) =
        &recorded.event
    else {
        return None;
    };
    Some(Held { specialist: specialist.clone(), slot: *slot })
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
