//! The free quanta of the specialist who accepted.

use crate::Context;
use api::scheduling::{FreeSlots, FreeStart};
use domain::scheduling;
use web::{Problem, Request, Response};

pub async fn free(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (_, loaded) = context.load(request).await?;
    let not_reviewed = domain::Refusal::from(scheduling::Refusal::NotReviewed);
    let accepted = loaded.case.matching.accepted().ok_or(not_reviewed)?;

    let free = context.own.slots.free_from(&accepted.specialist, context.now()).await?;

    let quanta = free.into_iter().map(|quantum| FreeStart { starts: quantum.starts }).collect();
    Ok(Response::json(200, &FreeSlots { quanta }))
}
