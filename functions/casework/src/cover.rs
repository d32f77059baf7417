//! Cover: another nurse acts for the owner until a moment.

use crate::{Context, is_nurse};
use domain::casework::Command;
use domain::ids::StaffId;
use handler::progress;
use jiff::Timestamp;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cover {
    nurse: StaffId,
    /// The first moment at which they no longer act.
    until: Timestamp,
}

pub async fn cover(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: Cover = request.json()?;
    is_nurse(context, &asked.nurse).await?;

    let command = Command::Cover { nurse: asked.nurse, until: asked.until };
    let after = context.act(&by, command).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}
