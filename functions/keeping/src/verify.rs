//! Verifying the case's log, in itself and against its anchors: whether a record or a look was edited,
//! removed, reordered or cut off.

use crate::Context;
use domain::question::{Item, ReadFor, Reading, may_disclose};
use handler::Door;
use web::{Problem, Request, Response, reader};

pub async fn verify(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load_at(Door::Read, request).await?;
    let (case, now) = (&loaded.case, context.now());
    may_disclose(case, Item::AccessLog, &reader(&by)?, now).map_err(|_| Problem::not_found())?;

    let (cases, access) = (&context.files.cases, &context.files.access);
    let verified = casefile::verify(cases, access, &context.own.anchors, &case.id).await?;
    let verified = verified.ok_or_else(Problem::not_found)?;
    let purpose = ReadFor::of_staff(case, &by, now);
    context.files.note_read(&case.id, Reading::new(&by, &[Item::AccessLog], purpose, now)).await?;
    Ok(Response::json(200, &verified))
}
