//! That the member has died: one command stops all mail and every link.

use crate::Room;
use domain::casework::Command;
use web::{Problem, Request, Response};

pub async fn record(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.head(request).await?;
    request.nothing()?;
    room.act(loaded, &by, Command::RecordDeath, Vec::new()).await
}
