//! Returning a report to the specialist, with what is missing.

use crate::Room;
use domain::Private;
use domain::report::Command;
use domain::sheet::{Class, Words};
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

    let reason = file.seal(&Words::typed(&asked.reason)?)?;
    let command = Command::Return { reason: reason.id.clone() };
    room.act(file.loaded, &by, command, vec![reason]).await
}
