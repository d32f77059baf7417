//! Withdrawing: one button, at any time, without a reason.

use crate::Room;
use askama::Template;
use domain::consent::Command;
use serde::Deserialize;
use web::{Problem, Request, Response, page};

#[derive(Deserialize)]
struct Nothing {}

#[derive(Template)]
#[template(path = "withdraw.html")]
struct Page;

pub async fn withdraw(room: &Room, request: &Request) -> Result<Response, Problem> {
    let Nothing {} = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request).await?;

    let withdraw = Command::Withdraw { reason: None };
    let still_open = visit.still_open(&room.files.access)?;
    let now = room.clock.now();
    room.files.carry_out(file.loaded, &visit.actor, withdraw, Vec::new(), still_open, now).await?;

    Ok(Response::page(200, page::frame("We have stopped", &Page)?, None))
}
