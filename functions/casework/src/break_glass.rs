//! Breaking the glass: a nurse without a part in the case must read it now, and says why. The clinical
//! lead hears of it by mail, and an alarm counts it.

use crate::Room;
use domain::Private;
use domain::casework::Command;
use domain::sheet::{Class, Words};
use serde::Deserialize;
use web::{Door, Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Break {
    reason: Private<String>,
}

pub async fn break_glass(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.enter(Door::BreakGlass, request, &[Class::Clinical]).await?;
    let asked: Break = request.json()?;

    let reason = file.seal(&Words::typed(&asked.reason)?)?;
    let command = Command::BreakGlass { reason: reason.id.clone() };
    let answer = room.act(file.loaded, &by, command, vec![reason]).await?;
    tracing::warn!("glass broken");
    Ok(answer)
}
