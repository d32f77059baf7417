//! Verifying the case's log: whether a record was edited, removed, reordered or cut off.

use crate::Room;
use domain::question::{Item, ReadFor, Reading, may_disclose};
use serde::Serialize;
use store::Broken;
use web::{Problem, Request, Response, reader};

#[derive(Serialize)]
struct Verified {
    whole: bool,
    records: u64,
    broken: Vec<Broken>,
}

pub async fn verify(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.head(request).await?;
    let (case, now) = (&loaded.case, room.clock.now());
    may_disclose(case, Item::AccessLog, &reader(&by)?, now).map_err(|_| Problem::not_found())?;

    let broken = room.files.cases.verify(&case.id).await?.ok_or_else(Problem::not_found)?;
    let verified = Verified { whole: broken.is_empty(), records: case.version, broken };
    let reading = Reading::new(&by, &[Item::AccessLog], ReadFor::Casework, now);
    room.files.note_read(&case.id, reading).await?;
    Ok(Response::json(200, &verified))
}
