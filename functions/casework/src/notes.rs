//! Adding a note. A note is never edited, only followed by a correction.

use crate::Context;
use domain::Private;
use domain::casework::Command;
use domain::ids::SheetId;
use domain::sheet::{Class, Words};
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    note: Private<String>,
    /// The note that this one corrects, by its id in the timeline.
    #[serde(default)]
    corrects: Option<SheetId>,
}

pub async fn add(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: Add = request.json()?;

    let note = file.seal(&Words::typed(&asked.note)?)?;
    let sheet = note.id.clone();
    let command = match asked.corrects {
        None => Command::AddNote { sheet, class: Class::Clinical },
        Some(corrects) => Command::CorrectNote { sheet, corrects },
    };
    let after = context.act(&by, command).sheet(note).on(file.loaded).await?;
    Ok(progress(&after.case, context.now()))
}
