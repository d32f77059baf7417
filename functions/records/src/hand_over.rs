//! Handing the case over: from here on the specialist sees who the member is.

use crate::Context;
use domain::records::Command;
use web::{Problem, Request, Response};

pub async fn hand_over(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    context.progress(request, context.act(&by, Command::HandOver), loaded).await
}
