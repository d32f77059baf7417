//! Returning a report to the specialist, with what is missing.

use crate::Context;
use domain::Private;
use domain::report::Command;
use domain::sheet::{Class, Words};
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Return {
    reason: Private<String>,
}

pub async fn send_back(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: Return = request.json()?;

    let reason = file.seal(&Words::typed(&asked.reason)?)?;
    let command = Command::Return { reason: reason.id.clone() };
    let after = context.act(&by, command).sheet(reason).on(file.loaded).await?;
    Ok(progress(&after.case, context.now()))
}
