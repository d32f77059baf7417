//! Cover: another nurse acts for the owner until a moment.

use crate::{Context, is_nurse};
use api::casework::CoverCase;
use domain::casework::Command;
use web::{Problem, Request, Response};

pub async fn cover(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: CoverCase = request.json()?;
    is_nurse(context, &asked.nurse).await?;

    let command = Command::Cover { nurse: asked.nurse, until: asked.until.into() };
    context.progress(request, context.act(&by, command), loaded).await
}
