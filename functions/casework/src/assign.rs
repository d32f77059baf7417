//! Assigning a nurse: the first, or another in their place.

use crate::Room;
use domain::casework::Command;
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
    room.is_nurse(&asked.nurse).await?;

    room.act(loaded, &by, Command::Assign { nurse: asked.nurse }, Vec::new()).await
}
