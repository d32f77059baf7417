//! The contact log: that the nurse was in contact, how, and what was said.

use crate::Room;
use domain::Private;
use domain::casework::{Command, ContactWay};
use domain::sheet::{Class, Words};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Log {
    way: ContactWay,
    note: Private<String>,
}

pub async fn log(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.open(request, &[Class::Clinical]).await?;
    let asked: Log = request.json()?;

    let words = Words::typed(&asked.note)?;
    let sheet = file.seal(&words)?;
    let command = Command::LogContact { way: asked.way, sheet: sheet.id.clone() };
    room.act(file.loaded, &by, command, vec![sheet]).await
}
