//! Booking, moving and cancelling. A slot is claimed in the same transaction that books it, so no
//! two people ever hold one.

use crate::Context;
use api::scheduling::BookSlot;
use domain::Case;
use domain::ids::{AppointmentId, SpecialistId};
use domain::scheduling::{Command, Slot};
use jiff::Timestamp;
use store::ChangePart;
use web::{Problem, Request, Response};

pub async fn book(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let BookSlot { starts, quanta, mode } = request.json()?;
    let slot = Slot { starts: starts.into(), quanta };

    let appointment: AppointmentId = runtime::new_id();
    let claims = claims(context, &loaded.case, slot);
    let act = context.act(&by, Command::Book { appointment, slot, mode }).with(claims).as_loaded();
    context.progress(request, act, loaded).await
}

pub async fn shift(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let BookSlot { starts, quanta, mode } = request.json()?;
    let slot = Slot { starts: starts.into(), quanta };

    let claims = claims(context, &loaded.case, slot);
    let act = context.act(&by, Command::Move { slot, mode }).with(claims).as_loaded();
    context.progress(request, act, loaded).await
}

pub async fn cancel(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;

    let given_back = match &loaded.case.scheduling.appointment {
        Some(held) => context.own.slots.release(
            &held.specialist,
            &held.slot.quantum_starts(),
            &loaded.case.id,
        ),
        None => Vec::new(),
    };
    let act = context.act(&by, Command::Cancel).with(given_back).as_loaded();
    context.progress(request, act, loaded).await
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
    let mut parts = context.own.slots.claim(specialist, &only_in(&wanted, &held), &case.id);
    parts.extend(context.own.slots.release(specialist, &only_in(&held, &wanted), &case.id));
    parts
}
