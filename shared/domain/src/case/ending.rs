//! What ends together with a case.

use crate::Case;
use crate::scheduling::{Appointment, Event};
use jiff::Timestamp;

/// That an appointment will not take place: it names the slot, so that the listener can free it.
pub(crate) fn cancellation(booked: &Appointment) -> Event {
    Event::AppointmentCancelled {
        appointment: booked.id.clone(),
        specialist: booked.specialist.clone(),
        slot: booked.slot,
    }
}

/// The cancellation of an appointment that is still to come, if there is one.
pub(crate) fn cancelled_if_to_come(case: &Case, now: Timestamp) -> Option<crate::Event> {
    let facts = &case.scheduling;
    let to_come = facts.appointment.as_ref().filter(|appointment| appointment.slot.starts > now);
    to_come
        .filter(|_| case.ended.is_none() && facts.held.is_none())
        .map(|appointment| cancellation(appointment).into())
}

/// An end of the case, and with it the cancellation of an appointment that is still to come.
pub(crate) fn with_cancellation(
    case: &Case,
    end: crate::Event,
    now: Timestamp,
) -> Vec<crate::Event> {
    [end].into_iter().chain(cancelled_if_to_come(case, now)).collect()
}
