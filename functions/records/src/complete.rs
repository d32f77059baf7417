//! Saying that the records are complete.

use crate::Context;
use domain::records::Command;
use handler::progress;
use web::{Problem, Request, Response};

pub async fn complete(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;

    let after = context.act(&by, Command::Complete).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}
