//! Releasing a report to the member.

use crate::Context;
use api::report::{CallSaid, ReleaseReport};
use domain::report::{CallOffered, Command};
use web::{Problem, Request, Response};

pub async fn release(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[]).await?;
    let asked: ReleaseReport = request.json()?;

    let call = (asked.call == CallSaid::Offered).then_some(CallOffered);
    context.progress(request, context.act(&by, Command::Release { call }), file.loaded).await
}
