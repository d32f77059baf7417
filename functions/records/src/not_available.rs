//! Saying that something on the checklist is not available, and why.

use crate::Room;
use domain::records::{Command, Item};
use domain::sheet::Words;
use domain::{Private, text};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    item: Item,
    reason: Private<String>,
}

pub async fn note(room: &Room, request: &Request) -> Result<Response, Problem> {
    let asked: Note = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request).await?;

    let words = Words { words: Private::new(text::prose(asked.reason.reveal())?) };
    let reason = file.seal(&words)?;
    let command = Command::NotAvailable { item: asked.item, reason: reason.id.clone() };
    room.act_on_page(&visit, file.loaded, command, vec![reason]).await
}
