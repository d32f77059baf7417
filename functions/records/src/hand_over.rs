//! Handing the case over: from here on the specialist sees who the member is.

use crate::Room;
use domain::records::Command;
use web::{Problem, Request, Response};

pub async fn hand_over(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.at_case(request).await?;
    request.nothing()?;

    room.act(loaded, &by, Command::HandOver, Vec::new()).await
}
