//! Saying that something on the checklist is not available, and why.

use crate::Room;
use domain::Private;
use domain::access::Purpose;
use domain::records::{Command, Item};
use domain::sheet::Words;
use serde::Deserialize;
use web::{Problem, Request, Response, landing};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    item: Item,
    reason: Private<String>,
}

pub async fn note(room: &Room, request: &Request) -> Result<Response, Problem> {
    let asked: Note = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request).await?;

    let words = Words::typed(&asked.reason)?;
    let reason = file.seal(&words)?;
    let command = Command::NotAvailable { item: asked.item, reason: reason.id.clone() };
    let back = landing(Purpose::GoAhead, &visit.selector);
    room.act_on_page(&visit, file.loaded, command, vec![reason], &back).await
}
