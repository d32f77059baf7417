//! Deciding whether to go on, after an objection or unanswered chases: the clinical lead's word.

use crate::Context;
use api::records::DecideGoAhead;
use domain::records::Command;
use domain::sheet::{Class, Words};
use web::{Problem, Request, Response};

pub async fn decide(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let DecideGoAhead { go_on, reason } = request.json()?;

    let reason = file.seal(&Words::from(reason))?;
    let act = context.act(&by, Command::Decide { go_on, reason: reason.id.clone() }).sheet(reason);
    context.progress(request, act, file.loaded).await
}
