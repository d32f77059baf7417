//! What the events of scheduling make known of a case.

use super::{Appointment, Event};
use crate::Case;
use jiff::Timestamp;

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let facts = &mut case.scheduling;
    match event {
        Event::AppointmentBooked { appointment, specialist, slot, mode } => {
            facts.appointment = Some(Appointment {
                id: appointment.clone(),
                specialist: specialist.clone(),
                slot: *slot,
                mode: *mode,
                revision: 0,
            });
        }
        Event::AppointmentMoved { slot, mode, .. } => {
            if let Some(appointment) = &mut facts.appointment {
                appointment.slot = *slot;
                appointment.mode = *mode;
                appointment.revision += 1;
            }
        }
        Event::AppointmentCancelled { .. } => facts.appointment = None,
        Event::ConsultationHeld => facts.held = Some(at),
        Event::ConsultationMissed { .. } => {
            facts.absences += 1;
            facts.appointment = None;
        }
        Event::ConsultationNotNeeded { .. } => facts.not_needed = Some(at),
    }
}
