//! The contact log: that the nurse was in contact or tried to be, how, and with consent what was said.

use crate::Context;
use api::casework::LogContact;
use domain::casework::Command;
use domain::sheet::{Class, Note};
use web::{Problem, Request, Response};

pub async fn log(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: LogContact = request.json()?;

    let note = asked.note.map(|note| file.seal(&Note::from(note))).transpose()?;
    let command = Command::LogContact {
        way: asked.way,
        with: asked.party.0,
        outcome: asked.outcome,
        sheet: note.as_ref().map(|note| note.id.clone()),
    };
    let act = context.act(&by, command).sheets(note);
    context.progress(request, act, file.loaded).await
}
