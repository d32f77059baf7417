//! Closing a case that was released and followed up.

use crate::Context;
use api::casework::CloseCase;
use domain::casework::Command;
use web::{Problem, Request, Response};

pub async fn close(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: CloseCase = request.json()?;

    let act = context.act(&by, Command::Close { code: asked.code });
    context.progress(request, act, loaded).await
}
