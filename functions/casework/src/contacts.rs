//! The contact log: that the nurse was in contact, how, and what was said.

use crate::Context;
use domain::Private;
use domain::casework::{Command, ContactWay};
use domain::sheet::{Class, Words};
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Log {
    way: ContactWay,
    note: Private<String>,
}

pub async fn log(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: Log = request.json()?;

    let words = Words::typed(&asked.note)?;
    let sheet = file.seal(&words)?;
    let command = Command::LogContact { way: asked.way, sheet: sheet.id.clone() };
    let after = context.act(&by, command).sheet(sheet).on(file.loaded).await?;
    Ok(progress(&after.case, context.now()))
}
