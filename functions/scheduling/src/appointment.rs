//! Booking, moving and cancelling. A slot is claimed in the same transaction that books it, so no
//! two people ever hold one.

use crate::Room;
use domain::Case;
use domain::ids::{AppointmentId, SpecialistId};
use domain::scheduling::{Command, Mode, Slot};
use jiff::Timestamp;
use serde::Deserialize;
use store::ChangePart;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    /// In UTC, or with an offset: never a bare local time.
    starts: Timestamp,
    quarters: u32,
    mode: Mode,
}

pub async fn book(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.open(request).await?;
    let Book { starts, quarters, mode } = request.json()?;
    let slot = Slot { starts, quanta: quarters };

    let appointment: AppointmentId =
        runtime::random_id().parse().map_err(|_| Problem::not_found())?;
    let claims = claims(room, &loaded.case, slot);
    room.act(loaded, &by, Command::Book { appointment, slot, mode }, claims).await
}

pub async fn shift(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.open(request).await?;
    let Book { starts, quarters, mode } = request.json()?;
    let slot = Slot { starts, quanta: quarters };

    let claims = claims(room, &loaded.case, slot);
    room.act(loaded, &by, Command::Move { slot, mode }, claims).await
}

pub async fn cancel(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.open(request).await?;
    request.nothing()?;

    let given_back = match &loaded.case.scheduling.appointment {
        Some(held) => {
            room.directory.release(&held.specialist, &held.slot.quantum_starts(), &loaded.case.id)
        }
        None => Vec::new(),
    };
    room.act(loaded, &by, Command::Cancel, given_back).await
}

/// Claims what the new slot has and the old one lacks, and gives back the reverse: a transaction
/// touches each quarter hour once. Without a specialist there is nothing to claim, and the domain says why.
fn claims(room: &Room, case: &Case, slot: Slot) -> Vec<ChangePart> {
    let Some(accepted) = case.matching.accepted() else {
        return Vec::new();
    };
    let specialist: &SpecialistId = &accepted.specialist;
    let held = case.scheduling.appointment.as_ref();
    let held = held.map(|appointment| appointment.slot.quantum_starts()).unwrap_or_default();
    let wanted = slot.quantum_starts();
    let only_in = |these: &[Timestamp], those: &[Timestamp]| -> Vec<Timestamp> {
        these.iter().filter(|start| !those.contains(start)).copied().collect()
    };
    let mut parts = room.directory.claim(specialist, &only_in(&wanted, &held), &case.id);
    parts.extend(room.directory.release(specialist, &only_in(&held, &wanted), &case.id));
    parts
}
