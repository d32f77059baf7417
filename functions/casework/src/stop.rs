//! Stopping a case, with a coded reason and the words behind it.

use crate::Context;
use domain::Private;
use domain::casework::{Command, StopCode};
use domain::sheet::{Class, Words};
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stop {
    code: StopCode,
    reason: Private<String>,
}

pub async fn stop(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: Stop = request.json()?;

    let sheet = file.seal(&Words::typed(&asked.reason)?)?;
    let command = Command::Stop { code: asked.code, reason: sheet.id.clone() };
    let after = context.act(&by, command).sheet(sheet).on(file.loaded).await?;
    Ok(progress(&after.case, context.now()))
}
