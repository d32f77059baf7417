//! Sending the introduction. `notify` writes the letter once this has been stored.

use crate::Context;
use domain::casework::Command;
use web::{Problem, Request, Response};

pub async fn introduce(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    context.progress(request, context.act(&by, Command::Introduce), loaded).await
}
