//! Stopping a case, with a coded reason and the words behind it.

use crate::Room;
use domain::Private;
use domain::casework::{Command, StopCode};
use domain::sheet::{Class, Words};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stop {
    code: StopCode,
    reason: Private<String>,
}

pub async fn stop(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.open(request, &[Class::Clinical]).await?;
    let asked: Stop = request.json()?;

    let sheet = file.seal(&Words::typed(&asked.reason)?)?;
    let command = Command::Stop { code: asked.code, reason: sheet.id.clone() };
    room.act(file.loaded, &by, command, vec![sheet]).await
}
