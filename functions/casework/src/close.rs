//! Closing a case that was released and followed up.

use crate::Context;
use domain::casework::{CloseCode, Command};
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Close {
    code: CloseCode,
}

pub async fn close(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: Close = request.json()?;

    let after = context.act(&by, Command::Close { code: asked.code }).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}
