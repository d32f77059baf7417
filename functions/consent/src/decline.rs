//! Declining: one button, at any time, without a reason.

use crate::Room;
use askama::Template;
use domain::consent::Command;
use serde::Deserialize;
use web::{Problem, Request, Response, page};

#[derive(Deserialize)]
struct Nothing {}

#[derive(Template)]
#[template(path = "decline.html")]
struct Page;

pub async fn decline(room: &Room, request: &Request) -> Result<Response, Problem> {
    let Nothing {} = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request).await?;

    let decline = Command::Decline { reason: None };
    let still_open = visit.still_open(&room.files.access)?;
    let now = room.clock.now();
    room.files.carry_out(file.loaded, &visit.actor, decline, Vec::new(), still_open, now).await?;

    Ok(Response::page(200, page::frame("Thank you for telling us", &Page)?, None))
}
