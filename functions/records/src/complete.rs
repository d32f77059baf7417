//! Saying that the records are complete, and opening them again.

use crate::Context;
use api::records::ReopenRecords;
use domain::records::Command;
use domain::sheet::{Class, Words};
use web::{Problem, Request, Response};

pub async fn complete(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    context.progress(request, context.act(&by, Command::Complete), loaded).await
}

/// What was received stays; a newer paper for the same item takes its place.
pub async fn reopen(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: ReopenRecords = request.json()?;

    let reason = file.seal(&Words::from(asked.reason))?;
    let act = context.act(&by, Command::Reopen { reason: reason.id.clone() }).sheet(reason);
    context.progress(request, act, file.loaded).await
}
