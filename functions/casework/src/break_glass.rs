//! Breaking the glass: a nurse without a part in the case must read it now, and says why. The clinical
//! lead hears of it by mail, and an alarm counts it.

use crate::Context;
use api::casework::BreakGlass;
use domain::casework::Command;
use domain::sheet::{Class, Words};
use web::{Problem, Request, Response};

pub async fn break_glass(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: BreakGlass = request.json()?;

    let reason = file.seal(&Words::from(asked.reason))?;
    let act = context.act(&by, Command::BreakGlass { reason: reason.id.clone() }).sheet(reason);
    let answer = context.progress(request, act, file.loaded).await?;
    tracing::warn!("glass broken");
    Ok(answer)
}
