//! Sending the introduction. `notify` writes the letter once this has been stored.

use crate::Room;
use domain::casework::Command;
use web::{Problem, Request, Response};

pub async fn introduce(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.head(request).await?;
    request.nothing()?;

    room.act(loaded, &by, Command::Introduce, Vec::new()).await
}
