//! Releasing a report to the member.

use crate::Context;
use domain::report::{CallOffered, Command};
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Call {
    Offered,
    NotOffered,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    call: Call,
}

pub async fn release(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[]).await?;
    let asked: Release = request.json()?;

    let call = matches!(asked.call, Call::Offered).then_some(CallOffered);
    let after = context.act(&by, Command::Release { call }).on(file.loaded).await?;
    Ok(progress(&after.case, context.now()))
}
