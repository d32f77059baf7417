//! The contact log: that the nurse was in contact, how, and what was said.

use crate::Context;
use api::casework::LogContact;
use domain::casework::Command;
use domain::sheet::{Class, Words};
use web::{Problem, Request, Response};

pub async fn log(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: LogContact = request.json()?;

    let sheet = file.seal(&Words::from(asked.note))?;
    let command = Command::LogContact { way: asked.way, sheet: sheet.id.clone() };
    let act = context.act(&by, command).sheet(sheet);
    context.progress(request, act, file.loaded).await
}
