//! Deciding whether to go on, after an objection or unanswered chases: the clinical lead's word.

use crate::Context;
use domain::Private;
use domain::records::{Command, GoOn};
use domain::sheet::{Class, Words};
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decide {
    go_on: GoOn,
    /// Why, with what the member said.
    reason: Private<String>,
}

pub async fn decide(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: Decide = request.json()?;

    let reason = file.seal(&Words::typed(&asked.reason)?)?;
    let command = Command::Decide { go_on: asked.go_on, reason: reason.id.clone() };
    let after = context.act(&by, command).sheet(reason).on(file.loaded).await?;
    Ok(progress(&after.case, context.now()))
}
