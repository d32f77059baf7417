//! Declining: one button, at any time, without a reason.

use crate::Room;
use crate::ending::{end, ended_before};
use askama::Template;
use domain::case::Ending;
use domain::consent::Command;
use web::{Nothing, Nurse, Problem, Request, Response, page};

#[derive(Template)]
#[template(path = "decline.html")]
struct Page {
    nurse: Nurse,
}

pub async fn decline(room: &Room, request: &Request) -> Result<Response, Problem> {
    let Nothing {} = request.form(&room.base_url)?;
    let file = match room.enter(request).await {
        Ok((visit, file)) => end(room, &visit, file, Command::Decline { reason: None }).await?,
        Err(problem) => ended_before(room, request, problem).await?,
    };
    let case = &file.loaded.case;
    if case.ended.as_ref().is_none_or(|ended| ended.how != Ending::Declined) {
        return Err(Problem::session_over());
    }
    let nurse = room.nurse(case).await?;
    Ok(Response::page(200, page::frame("Thank you for telling us", &Page { nurse })?, None))
}
