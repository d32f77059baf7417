//! Placing and lifting a legal hold: nothing is erased until it is lifted.

use crate::Context;
use api::keeping::PlaceLegalHold;
use domain::keeping::Command;
use domain::sheet::{Class, Words};
use web::{Problem, Request, Response};

pub async fn place(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: PlaceLegalHold = request.json()?;

    let reason = file.seal(&Words::from(asked.reason))?;
    let command = Command::PlaceLegalHold { reason: reason.id.clone() };
    let act = context.act(&by, command).sheet(reason);
    context.progress(request, act, file.loaded).await
}

pub async fn lift(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    context.progress(request, context.act(&by, Command::LiftLegalHold), loaded).await
}
