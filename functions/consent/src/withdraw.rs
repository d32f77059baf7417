//! Taking consent back, at any time and without a reason: once asked, then done at once. The answer
//! is the receipt, for the session ends with everyone else's.

use crate::Room;
use crate::my_case::{Nurse, nurse};
use crate::readers::{Line, lines};
use askama::Template;
use domain::calendar::moment_in_words;
use domain::consent::Command;
use serde::Deserialize;
use web::{Problem, Request, Response, page};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

#[derive(Template)]
#[template(path = "withdraw.html")]
struct Ask<'a> {
    selector: &'a str,
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct Receipt {
    reference: String,
    on: String,
    lines: Vec<Line>,
    nurse: Nurse,
}

pub async fn ask(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = room.enter(request).await?;
    file.loaded.case.standing_consent()?;
    let body = Ask { selector: &visit.selector };
    Ok(Response::page(200, page::frame("Take your consent back?", &body)?, None))
}

pub async fn withdraw(room: &Room, request: &Request) -> Result<Response, Problem> {
    let Nothing {} = request.form(&room.base_url)?;
    let (visit, mut file) = room.enter(request).await?;

    let withdraw = Command::Withdraw { reason: None };
    let still_open = visit.still_open(&room.files.access)?;
    let (loaded, now) = (file.loaded.clone(), room.clock.now());
    file.loaded =
        room.files.carry_out(loaded, &visit.actor, withdraw, Vec::new(), still_open, now).await?;

    // Read after the withdrawal stands: nothing can be disclosed that the receipt does not name.
    let body = Receipt {
        reference: file.loaded.case.id.reference(),
        on: moment_in_words(now),
        lines: lines(room, &file).await?,
        nurse: nurse(room, &file.loaded.case).await?,
    };
    let page = page::frame("We have stopped", &body)?;
    Ok(Response::page(200, page, None).cookie(web::forget_session(&visit.selector)))
}
