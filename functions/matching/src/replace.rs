//! Looking for another specialist in the place of the one who was chosen. An appointment to come is cancelled
//! with it, and `scheduling` frees the slot when it hears of that.

use crate::Context;
use api::matching::ReplaceSpecialist;
use domain::matching::Command;
use web::{Problem, Request, Response};

pub async fn replace(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let ReplaceSpecialist { why } = request.json()?;
    context.progress(request, context.act(&by, Command::Replace { why }), loaded).await
}
