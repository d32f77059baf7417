//! Booking, moving and cancelling. A slot is claimed in the same transaction that books it, so no
//! two people ever hold one.

use crate::Context;
use domain::Case;
use domain::ids::{AppointmentId, SpecialistId};
use domain::scheduling::{Command, Mode, Slot};
use handler::progress;
use jiff::Timestamp;
use serde::Deserialize;
use store::ChangePart;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    /// In UTC, or with an offset: never a bare local time.
    starts: Timestamp,
    quanta: u32,
    mode: Mode,
}

pub async fn book(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let Book { starts, quanta, mode } = request.json()?;
    let slot = Slot { starts, quanta };

    let appointment: AppointmentId = runtime::new_id();
    let claims = claims(context, &loaded.case, slot);
    let after =
        context.act(&by, Command::Book { appointment, slot, mode }).with(claims).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}

pub async fn shift(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let Book { starts, quanta, mode } = request.json()?;
    let slot = Slot { starts, quanta };

    let claims = claims(context, &loaded.case, slot);
    let after = context.act(&by, Command::Move { slot, mode }).with(claims).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}

pub async fn cancel(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;

    let given_back = match &loaded.case.scheduling.appointment {
        Some(held) => context.directory.release(
            &held.specialist,
            &held.slot.quantum_starts(),
            &loaded.case.id,
        ),
        None => Vec::new(),
    };
    let after = context.act(&by, Command::Cancel).with(given_back).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}

/// Claims what the new slot has and the old one lacks, and gives back the reverse: a transaction
/// touches each quantum once. Without a specialist there is nothing to claim, and the domain says why.
fn claims(context: &Context, case: &Case, slot: Slot) -> Vec<ChangePart> {
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
    let mut parts = context.directory.claim(specialist, &only_in(&wanted, &held), &case.id);
    parts.extend(context.directory.release(specialist, &only_in(&held, &wanted), &case.id));
    parts
}
