//! Assigning a nurse: the first, or another in their place.

use crate::Room;
use domain::casework::Command;
use domain::directory::Role;
use domain::ids::StaffId;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Assign {
    nurse: StaffId,
}

pub async fn assign(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.head(request).await?;
    let asked: Assign = request.json()?;
    let nurse = room.directory.staff(&asked.nurse).await?;
    if !nurse.is_some_and(|staff| staff.role == Role::Nurse) {
        return Err(Problem::bad_field("nurse", "there is no such nurse"));
    }

    room.act(loaded, &by, Command::Assign { nurse: asked.nurse }, Vec::new()).await
}
