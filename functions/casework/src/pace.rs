//! The pace of a case: urgent, paused, and going on.

use crate::Context;
use domain::Private;
use domain::casework::Command;
use domain::sheet::{Class, Words};
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pause {
    reason: Private<String>,
}

pub async fn urgent(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    let after = context.act(&by, Command::MarkUrgent).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}

pub async fn pause(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: Pause = request.json()?;

    let sheet = file.seal(&Words::typed(&asked.reason)?)?;
    let command = Command::Pause { reason: sheet.id.clone() };
    let after = context.act(&by, command).sheet(sheet).on(file.loaded).await?;
    Ok(progress(&after.case, context.now()))
}

pub async fn resume(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    let after = context.act(&by, Command::Resume).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}
