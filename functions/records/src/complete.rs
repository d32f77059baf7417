//! Saying that the records are complete.

use crate::Context;
use domain::records::Command;
use web::{Problem, Request, Response};

pub async fn complete(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    context.progress(request, context.act(&by, Command::Complete), loaded).await
}
