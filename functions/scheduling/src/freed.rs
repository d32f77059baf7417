//! A case that ended with an appointment to come: its quarter hours are free again.
//!
//! The cancellation itself stands in the log, in the transaction of the end. A live case gives its
//! hours back in the transaction that cancels, so only ended ones are looked at here: they can never
//! claim the same hours again.

use crate::Room;
use bus::{SOURCE, Stored};
use domain::ids::SpecialistId;
use domain::scheduling::{Event as Scheduling, Slot};
use domain::{Event, Recorded};
use runtime::Fault;
use serde_json::Value;
use web::{Problem, Response};

pub async fn hear(room: &Room, event: &Value) -> Result<Response, Problem> {
    const DOING: &str = "hearing a cancellation";
    if event["source"] != SOURCE {
        return Err(Fault::broken(DOING, "not one of ours").into());
    }
    let stored: Stored = serde_json::from_value(event["detail"].clone())
        .map_err(|_| Fault::broken(DOING, "not of the expected form"))?;
    let loaded = room.cases.load(&stored.case).await?;
    let ended = loaded.is_some_and(|loaded| loaded.case.ended.is_some());
    let log = if ended { room.cases.log(&stored.case).await? } else { Vec::new() };
    if let Some((specialist, slot)) = cancelled(&log, stored.sequence) {
        room.directory.give_back(&specialist, &slot.quantum_starts(), &stored.case).await?;
    }
    Ok(Response::text(200, "text/plain", String::new()))
}

/// The slot that the appointment had when the event at that place cancelled it.
fn cancelled(log: &[Recorded], sequence: u64) -> Option<(SpecialistId, Slot)> {
    let mut booked: Option<(SpecialistId, Slot)> = None;
    for recorded in log.iter().take_while(|it| it.sequence <= sequence) {
        match &recorded.event {
            Event::Scheduling(Scheduling::AppointmentBooked { specialist, slot, .. }) => {
                booked = Some((specialist.clone(), *slot));
            }
            Event::Scheduling(Scheduling::AppointmentMoved { slot, .. }) => {
                booked = booked.map(|(specialist, _)| (specialist, *slot));
            }
            Event::Scheduling(Scheduling::AppointmentCancelled { .. })
                if recorded.sequence == sequence =>
            {
                return booked;
            }
            _ => {}
        }
    }
    None
}
