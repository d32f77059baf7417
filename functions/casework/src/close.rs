//! Closing a case that was released and followed up.

use crate::Room;
use domain::casework::{CloseCode, Command};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Close {
    code: CloseCode,
}

pub async fn close(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.head(request).await?;
    let asked: Close = request.json()?;

    room.act(loaded, &by, Command::Close { code: asked.code }, Vec::new()).await
}
