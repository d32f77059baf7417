//! Everything that is held about the member: asked for, and fetched once it lies ready.

use crate::Room;
use crate::my_case::own_case;
use domain::casework::Command;
use domain::question::{Item, ReadFor, Reader, Reading, may_disclose};
use web::{Nothing, Problem, Request, Response};

pub async fn ask(room: &Room, request: &Request) -> Result<Response, Problem> {
    let Nothing {} = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request).await?;

    let still_open = visit.still_open(&room.files.access)?;
    let (ask, now) = (Command::AskSubjectAccess, room.clock.now());
    room.files.insist(file.loaded, &visit.actor, ask, Vec::new(), still_open, now).await?;
    Ok(Response::see_other(&own_case(&visit.selector)))
}

/// The newest that lies ready. A logged read that leads to a one-minute address.
pub async fn fetch(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = room.enter(request).await?;
    let (case, now) = (&file.loaded.case, room.clock.now());
    may_disclose(case, Item::Bundle, &Reader::Member, now).map_err(|_| Problem::not_found())?;
    let bundle = case.casework.newest_bundle().ok_or_else(Problem::not_found)?;

    let url = room.documents.bundle_url(&case.id, bundle).await?;
    let reading = Reading::new(&visit.actor, &[Item::Bundle], ReadFor::Own, now);
    room.files.note_read(&case.id, reading).await?;
    Ok(Response::elsewhere(url))
}
