//! Declining: one button, at any time, without a reason.

use crate::Room;
use crate::my_case::{Nurse, nurse};
use askama::Template;
use domain::consent::Command;
use serde::Deserialize;
use web::{Problem, Request, Response, page};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Template)]
#[template(path = "decline.html")]
struct Page {
    nurse: Nurse,
}

pub async fn decline(room: &Room, request: &Request) -> Result<Response, Problem> {
    let Nothing {} = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request).await?;
    let nurse = nurse(room, &file.loaded.case).await?;

    let decline = Command::Decline { reason: None };
    let still_open = visit.still_open(&room.files.access)?;
    let now = room.clock.now();
    room.files.carry_out(file.loaded, &visit.actor, decline, Vec::new(), still_open, now).await?;

    let page = page::frame("Thank you for telling us", &Page { nurse })?;
    Ok(Response::page(200, page, None).cookie(web::forget_session(&visit.selector)))
}
