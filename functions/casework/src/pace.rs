//! The pace of a case: urgent, paused, and going on.

use crate::Context;
use api::casework::PauseCase;
use domain::casework::Command;
use domain::sheet::{Class, Words};
use web::{Problem, Request, Response};

pub async fn urgent(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    context.progress(request, context.act(&by, Command::MarkUrgent), loaded).await
}

pub async fn pause(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: PauseCase = request.json()?;

    let reason = file.seal(&Words::from(asked.reason))?;
    let act = context.act(&by, Command::Pause { reason: reason.id.clone() }).sheet(reason);
    context.progress(request, act, file.loaded).await
}

pub async fn resume(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    context.progress(request, context.act(&by, Command::Resume), loaded).await
}
