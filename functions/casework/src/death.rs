//! That the member has died: one command stops all mail and every link.

use crate::Context;
use domain::casework::Command;
use web::{Problem, Request, Response};

pub async fn record(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    context.progress(request, context.act(&by, Command::RecordDeath), loaded).await
}
