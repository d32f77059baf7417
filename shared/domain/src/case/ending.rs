//! What ends together with a case.

use crate::Case;
use crate::scheduling::Event;
use jiff::Timestamp;

/// An end of the case, and with it the cancellation of an appointment that is still to come.
pub(crate) fn with_cancellation(
    case: &Case,
    end: crate::Event,
    now: Timestamp,
) -> Vec<crate::Event> {
    let facts = &case.scheduling;
    let to_come = facts.appointment.as_ref().filter(|it| it.slot.starts > now);
    let cancelled = to_come
        .filter(|_| case.ended.is_none() && facts.held.is_none())
        .map(|it| Event::AppointmentCancelled { appointment: it.id.clone() }.into());
    [end].into_iter().chain(cancelled).collect()
}
