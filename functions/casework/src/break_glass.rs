//! Breaking the glass: a nurse without a part in the case must read it now, and says why. The clinical
//! lead hears of it by mail, and an alarm counts it.

use crate::Context;
use domain::Private;
use domain::casework::Command;
use domain::sheet::{Class, Words};
use handler::{Door, progress};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Break {
    reason: Private<String>,
}

pub async fn break_glass(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open_at(Door::BreakGlass, request, &[Class::Clinical]).await?;
    let asked: Break = request.json()?;

    let reason = file.seal(&Words::typed(&asked.reason)?)?;
    let command = Command::BreakGlass { reason: reason.id.clone() };
    let after = context.act(&by, command).sheet(reason).on(file.loaded).await?;
    tracing::warn!("glass broken");
    Ok(progress(&after.case, context.now()))
}
