//! Returning a report to the specialist, with what is missing.

use crate::Context;
use api::report::ReturnReport;
use domain::report::Command;
use domain::sheet::{Class, Words};
use web::{Problem, Request, Response};

pub async fn send_back(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: ReturnReport = request.json()?;

    let reason = file.seal(&Words::from(asked.reason))?;
    let act = context.act(&by, Command::Return { reason: reason.id.clone() }).sheet(reason);
    context.progress(request, act, file.loaded).await
}
