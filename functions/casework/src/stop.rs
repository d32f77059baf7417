//! Stopping a case, with a coded reason and the words behind it.

use crate::Context;
use api::casework::StopCase;
use domain::casework::Command;
use domain::sheet::{Class, Words};
use web::{Problem, Request, Response};

pub async fn stop(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: StopCase = request.json()?;

    let reason = file.seal(&Words::from(asked.reason))?;
    let command = Command::Stop { code: asked.code, reason: reason.id.clone() };
    let act = context.act(&by, command).sheet(reason);
    context.progress(request, act, file.loaded).await
}
