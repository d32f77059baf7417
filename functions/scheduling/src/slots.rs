//! The free quanta of the specialist who accepted.

use crate::Context;
use domain::scheduling;
use serde::Serialize;
use store::FreeQuantum;
use web::{Problem, Request, Response};

#[derive(Serialize)]
struct Free {
    quanta: Vec<FreeQuantum>,
}

pub async fn free(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (_, loaded) = context.load(request).await?;
    let not_reviewed = domain::Refusal::from(scheduling::Refusal::NotReviewed);
    let accepted = loaded.case.matching.accepted().ok_or(not_reviewed)?;

    let free = context.directory.free_slots(&accepted.specialist, context.now()).await?;

    Ok(Response::json(200, &Free { quanta: free }))
}
