//! Returning a report to the specialist, with what is missing.

use crate::Room;
use domain::report::Command;
use domain::sheet::{Class, Words};
use domain::{Private, text};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Return {
    reason: Private<String>,
}

pub async fn send_back(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.at_case(request, &[Class::Clinical]).await?;
    let asked: Return = request.json()?;

    let reason = file.seal(&Words { words: Private::new(text::prose(asked.reason.reveal())?) })?;
    let command = Command::Return { reason: reason.id.clone() };
    room.act(file.loaded, &by, command, vec![reason]).await
}
