//! Setting when treatment is planned, and by when it must not be delayed.

use crate::Context;
use domain::casework::{Command, Dates};
use handler::progress;
use jiff::civil::Date;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    #[serde(default)]
    planned: Option<Date>,
    latest_safe: Date,
}

pub async fn set(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: Set = request.json()?;

    let dates = Dates { planned: asked.planned, latest_safe: asked.latest_safe };
    let after = context.act(&by, Command::SetDates(dates)).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}
