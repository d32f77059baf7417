//! That the member has died: one command stops all mail and every link.

use crate::Room;
use domain::casework::Command;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

pub async fn record(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.head(request).await?;
    let Nothing {} = request.json()?;
    room.act(loaded, &by, Command::RecordDeath, Vec::new()).await
}
