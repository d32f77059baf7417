//! The case's log, as facts: what happened, when, by whom. It holds no private words.

use crate::Room;
use domain::question::{Item, ReadFor, Reading, may_disclose};
use domain::{Actor, Event};
use jiff::Timestamp;
use serde::Serialize;
use web::{Problem, Request, Response, reader};

#[derive(Serialize)]
struct Log {
    events: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    sequence: u64,
    at: Timestamp,
    by: Actor,
    name: String,
    /// Only while a consent stands: codes of an opinion are clinical too.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<Event>,
}

pub async fn log(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.head(request).await?;
    let now = room.clock.now();
    may_disclose(&loaded.case, Item::AccessLog, &reader(&by)?, now)
        .map_err(|_| Problem::not_found())?;
    let clinical = may_disclose(&loaded.case, Item::Needs, &reader(&by)?, now).is_ok();

    let recorded = room.files.cases.log(&loaded.case.id).await?;
    let lines = recorded.into_iter().map(|it| Line {
        sequence: it.sequence,
        at: it.at,
        by: it.by,
        name: it.event.name(),
        event: clinical.then_some(it.event),
    });
    let answer = Response::json(200, &Log { events: lines.collect() });
    let reading = Reading::new(&by, &[Item::AccessLog], ReadFor::Casework, now);
    room.files.note_read(&loaded.case.id, reading).await?;
    Ok(answer)
}
