//! Quanta that specialists offer: those of the one who accepted that are free, and more that are offered.

use crate::Context;
use api::scheduling::{FreeSlots, FreeStart, OfferSlots, SlotsOffered};
use domain::ids::SpecialistId;
use domain::scheduling::{self, QUANTUM_MINUTES};
use futures::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use std::collections::BTreeSet;
use web::{Problem, Request, Response};

/// Quanta that are offered in one request, at most; and written at once.
const OFFERED_MAX: usize = 200;
const AT_ONCE: usize = 16;

pub async fn free(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (_, loaded) = context.load(request).await?;
    let not_reviewed = domain::Refusal::from(scheduling::Refusal::NotReviewed);
    let accepted = loaded.case.matching.accepted().ok_or(not_reviewed)?;

    let free = context.own.slots.free_from(&accepted.specialist, context.now()).await?;

    let quanta = free.into_iter().map(|quantum| FreeStart { starts: quantum.starts }).collect();
    Ok(Response::json(200, &FreeSlots { quanta }))
}

/// By a nurse, as the specialist has told them. Sent again it changes nothing.
pub async fn offer(context: &Context, request: &Request) -> Result<Response, Problem> {
    context.callers.staff(request).await?;
    request.idempotency_key()?;
    let specialist: SpecialistId = request.id("specialist")?;
    let OfferSlots { starts } = request.json()?;
    let starts: BTreeSet<Timestamp> = starts.into_iter().map(Timestamp::from).collect();
    let seconds = 60 * i64::from(QUANTUM_MINUTES);
    let on_a_quarter =
        |start: &Timestamp| start.as_second() % seconds == 0 && start.subsec_nanosecond() == 0;
    let to_come = |start: &Timestamp| *start > context.now();
    if starts.is_empty() || starts.len() > OFFERED_MAX {
        return Err(Problem::bad_field("starts", "between 1 and 200"));
    }
    if !starts.iter().all(|start| on_a_quarter(start) && to_come(start)) {
        return Err(Problem::bad_field(
            "starts",
            "each on a quarter of an hour that is still to come",
        ));
    }
    let entry = context.directory.specialist(&specialist).await?;
    entry.filter(|entry| entry.standing.is_current()).ok_or_else(Problem::not_found)?;

    let offers = starts.iter().map(|start| context.own.slots.offer(&specialist, *start));
    stream::iter(offers).buffer_unordered(AT_ONCE).try_collect::<()>().await?;
    Ok(Response::json(200, &SlotsOffered { offered: starts.len() }))
}
