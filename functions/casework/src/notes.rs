//! Adding a note. A note is never edited, only followed by a correction.

use crate::Context;
use api::casework::AddNote;
use domain::casework::Command;
use domain::sheet::{Class, Note};
use web::{Problem, Request, Response};

pub async fn add(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: AddNote = request.json()?;

    let note = file.seal(&Note::from(asked.note))?;
    let sheet = note.id.clone();
    let (command, file) = match asked.corrects {
        None => (Command::AddNote { sheet, class: Class::Clinical }, file),
        Some(corrects) => {
            let file = context.files.with_these(file, Class::Clinical, [&corrects]).await?;
            let corrects = Some(corrects).filter(|corrects| file.is_note(corrects));
            (Command::CorrectNote { sheet, corrects }, file)
        }
    };
    let act = context.act(&by, command).sheet(note);
    context.progress(request, act, file.loaded).await
}
