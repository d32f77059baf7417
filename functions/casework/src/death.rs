//! That the member has died: one command stops all mail and every link.

use crate::Context;
use domain::casework::Command;
use handler::progress;
use web::{Problem, Request, Response};

pub async fn record(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    let after = context.act(&by, Command::RecordDeath).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}
