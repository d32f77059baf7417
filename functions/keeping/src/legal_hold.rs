//! Placing and lifting a legal hold: nothing is erased until it is lifted.

use crate::Context;
use domain::Private;
use domain::keeping::Command;
use domain::sheet::{Class, Words};
use handler::{Door, progress};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    reason: Private<String>,
}

pub async fn place(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open_at(Door::Keep, request, &[Class::Clinical]).await?;
    let asked: Place = request.json()?;

    let reason = file.seal(&Words::typed(&asked.reason)?)?;
    let command = Command::PlaceLegalHold { reason: reason.id.clone() };
    let after = context.act(&by, command).sheet(reason).on(file.loaded).await?;
    Ok(progress(&after.case, context.now()))
}

pub async fn lift(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load_at(Door::Keep, request).await?;
    request.nothing()?;
    let after = context.act(&by, Command::LiftLegalHold).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}
