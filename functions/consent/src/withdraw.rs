//! Taking consent back, at any time and without a reason: once asked, then done at once. The answer
//! is the receipt, for the session ends with everyone else's.

use crate::Room;
use crate::ending::{end, ended_before};
use crate::readers::{Line, lines};
use askama::Template;
use casefile::CaseFile;
use domain::Actor;
use domain::calendar::moment_in_words;
use domain::consent::Command;
use domain::question::{Item, ReadFor, Reading};
use web::{Nothing, Nurse, Problem, Request, Response, page};

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
    let file = match room.enter(request).await {
        Ok((visit, file)) => end(room, &visit, file, Command::Withdraw { reason: None }).await?,
        Err(problem) => ended_before(room, request, problem).await?,
    };
    receipt(room, &file).await
}

/// Read after the withdrawal stands: no doctor or specialist can look that it does not name.
async fn receipt(room: &Room, file: &CaseFile) -> Result<Response, Problem> {
    let case = &file.loaded.case;
    let withdrawn = case.consent.withdrawn.ok_or_else(Problem::session_over)?;
    let body = Receipt {
        reference: case.id.reference(),
        on: moment_in_words(withdrawn),
        lines: lines(room, file).await?,
        nurse: room.nurse(case).await?,
    };
    let items = [Item::Consent, Item::AccessLog];
    let reading = Reading::new(&Actor::Member, &items, ReadFor::Own, room.clock.now());
    room.files.note_read(&case.id, reading).await?;
    Ok(Response::page(200, page::frame("We have stopped", &body)?, None))
}
