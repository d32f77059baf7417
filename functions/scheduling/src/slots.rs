//! The free quarter hours of the specialist who accepted.

use crate::Room;
use domain::refusal::Gate;
use domain::{Actor, scheduling};
use serde::Serialize;
use store::FreeSlot;
use web::{Problem, Request, Response};

#[derive(Serialize)]
struct Free {
    quarter_hours: Vec<FreeSlot>,
}

pub async fn free(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.open(request).await?;
    own(&by, &loaded.case)?;
    let not_reviewed = domain::Refusal::from(scheduling::Refusal::NotReviewed);
    let accepted = loaded.case.matching.accepted().ok_or(not_reviewed)?;

    let free = room
        .directory
        .free_slots(&accepted.specialist, room.clock.now())
        .await?;

    Ok(Response::json(
        200,
        &Free {
            quarter_hours: free,
        },
    ))
}

fn own(by: &Actor, case: &domain::Case) -> Result<(), Gate> {
    match by {
        Actor::Nurse(nurse) if case.casework.is_nurse_of_case(nurse) => Ok(()),
        _ => Err(Gate::NotYours),
    }
}
