//! Deciding whether to go on, after an objection or unanswered chases: the clinical lead's word.

use crate::Room;
use domain::Private;
use domain::records::{Command, GoOn};
use domain::sheet::{Class, Words};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decide {
    go_on: GoOn,
    /// Why, with what the member said.
    reason: Private<String>,
}

pub async fn decide(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.open(request, &[Class::Clinical]).await?;
    let asked: Decide = request.json()?;

    let reason = file.seal(&Words::typed(&asked.reason)?)?;
    let command = Command::Decide { go_on: asked.go_on, reason: reason.id.clone() };
    room.act(file.loaded, &by, command, vec![reason]).await
}
