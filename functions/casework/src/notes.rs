//! Adding a note. A note is never edited, only followed by a correction.

use crate::Room;
use domain::casework::Command;
use domain::sheet::{Class, Words};
use domain::{Private, text};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    note: Private<String>,
}

pub async fn add(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.open(request, &[Class::Clinical]).await?;
    let asked: Add = request.json()?;

    let words = Words { words: Private::new(text::prose(asked.note.reveal())?) };
    let sheet = file.seal(&words)?;
    let command = Command::AddNote { sheet: sheet.id.clone(), class: Class::Clinical };
    room.act(file.loaded, &by, command, vec![sheet]).await
}
