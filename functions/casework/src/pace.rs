//! The pace of a case: urgent, on hold, and going on.

use crate::Room;
use domain::Private;
use domain::casework::Command;
use domain::sheet::{Class, Words};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hold {
    reason: Private<String>,
}

pub async fn urgent(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.head(request).await?;
    request.nothing()?;
    room.act(loaded, &by, Command::MarkUrgent, Vec::new()).await
}

pub async fn hold(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.open(request, &[Class::Clinical]).await?;
    let asked: Hold = request.json()?;

    let sheet = file.seal(&Words::typed(&asked.reason)?)?;
    let command = Command::Hold { reason: sheet.id.clone() };
    room.act(file.loaded, &by, command, vec![sheet]).await
}

pub async fn resume(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.head(request).await?;
    request.nothing()?;
    room.act(loaded, &by, Command::Resume, Vec::new()).await
}
