//! Saying that the records are complete.

use crate::Room;
use domain::records::Command;
use web::{Problem, Request, Response};

pub async fn complete(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.at_case(request).await?;
    request.nothing()?;

    room.act(loaded, &by, Command::Complete, Vec::new()).await
}
