//! A fresh link for someone on the phone: to the address on file, and nowhere else.

use crate::Context;
use api::access::SendLink;
use domain::access::{Command, Purpose};
use web::{Problem, Request, Response};

pub async fn send(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: SendLink = request.json()?;

    // What it opens follows from how far the case is.
    let command = Command::AskLink { party: asked.party.0, purpose: Purpose::OwnCase };
    context.progress(request, context.act(&by, command), loaded).await
}
