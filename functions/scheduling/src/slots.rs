//! The free quarter hours of the specialist who accepted.

use crate::Room;
use domain::scheduling;
use serde::Serialize;
use store::FreeSlot;
use web::{Problem, Request, Response};

#[derive(Serialize)]
struct Free {
    quarter_hours: Vec<FreeSlot>,
}

pub async fn free(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (_, loaded) = room.open(request).await?;
    let not_reviewed = domain::Refusal::from(scheduling::Refusal::NotReviewed);
    let accepted = loaded.case.matching.accepted().ok_or(not_reviewed)?;

    let free = room.directory.free_slots(&accepted.specialist, room.clock.now()).await?;

    Ok(Response::json(200, &Free { quarter_hours: free }))
}
