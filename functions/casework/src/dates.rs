//! Setting when treatment is planned, and by when it must not be delayed.

use crate::Context;
use api::casework::SetDates;
use domain::casework::{Command, Dates};
use web::{Problem, Request, Response};

pub async fn set(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: SetDates = request.json()?;

    let (planned, latest_safe) = (asked.planned.map(Into::into), asked.latest_safe.into());
    let command = Command::SetDates(Dates { planned, latest_safe });
    context.progress(request, context.act(&by, command), loaded).await
}
