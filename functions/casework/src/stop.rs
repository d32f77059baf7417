//! Stopping a case, with a coded reason and the words behind it.

use crate::Room;
use domain::casework::{Command, StopCode};
use domain::sheet::{Class, Words};
use domain::{Private, text};
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

    let sheet = file.seal(&Words { words: Private::new(text::prose(asked.reason.reveal())?) })?;
    let command = Command::Stop { code: asked.code, reason: sheet.id.clone() };
    room.act(file.loaded, &by, command, vec![sheet]).await
}
