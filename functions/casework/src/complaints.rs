//! Complaints: made by anyone who has a part in the case, on a page of theirs, or noted by the nurse
//! who heard it; answered by the nurse or the clinical lead.

use crate::Room;
use askama::Template;
use casefile::CaseFile;
use domain::Party;
use domain::Private;
use domain::access::Purpose;
use domain::casework::Command;
use domain::ids::SheetId;
use domain::sheet::{Class, Words};
use serde::Deserialize;
use web::{Nurse, Problem, Request, Response, Visit, page};

/// A complaint may be made from any page.
const ANY_PAGE: [Purpose; 7] = [
    Purpose::Consent,
    Purpose::OwnCase,
    Purpose::Choice,
    Purpose::GoAhead,
    Purpose::Brief,
    Purpose::Opinion,
    Purpose::Report,
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    complaint: Private<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Heard {
    /// Whose it is, such as `member` or `doctor-d-1`.
    party: String,
    complaint: Private<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    answer: Private<String>,
}

#[derive(Template)]
#[template(path = "complaint.html")]
struct Ask<'a> {
    selector: &'a str,
    nurse: Nurse,
}

#[derive(Template)]
#[template(path = "complaint-kept.html")]
struct Kept<'a> {
    selector: &'a str,
    nurse: Nurse,
}

pub async fn ask(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = visit(room, request).await?;
    let nurse = room.nurse(&file.loaded.case).await?;
    let body = Ask { selector: &visit.selector, nurse };
    Ok(Response::page(200, page::frame("Make a complaint", &body)?, None))
}

pub async fn make(room: &Room, request: &Request) -> Result<Response, Problem> {
    let asked: Typed = request.form(&room.base_url)?;
    let (visit, file) = visit(room, request).await?;
    let nurse = room.nurse(&file.loaded.case).await?;
    let sheet = file.seal(&Words::typed(&asked.complaint)?)?;

    let complain = Command::Complain { sheet: sheet.id.clone(), by: visit.party.clone() };
    let still_open = visit.still_open(&room.files.access)?;
    let now = room.clock.now();
    let sheets = vec![sheet];
    room.files.insist(file.loaded, &visit.actor, complain, sheets, still_open, now).await?;
    let body = Kept { selector: &visit.selector, nurse };
    Ok(Response::page(200, page::frame("Thank you", &body)?, None))
}

async fn visit(room: &Room, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    let open = async |case| room.files.open(&case, &[Class::Clinical]).await;
    web::enter(request, &room.files.access, &ANY_PAGE, room.clock.now(), open).await
}

pub async fn note(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.open(request, &[Class::Clinical]).await?;
    let asked: Heard = request.json()?;
    let unknown = |_| Problem::bad_field("party", "it is nobody's word");
    let party: Party = asked.party.parse().map_err(unknown)?;

    let sheet = file.seal(&Words::typed(&asked.complaint)?)?;
    let command = Command::Complain { sheet: sheet.id.clone(), by: party };
    room.act(file.loaded, &by, command, vec![sheet]).await
}

pub async fn answer(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.open(request, &[Class::Clinical]).await?;
    let asked: Answer = request.json()?;
    let complaint: SheetId = request.id("complaint")?;

    let answer = file.seal(&Words::typed(&asked.answer)?)?;
    let command = Command::AnswerComplaint { complaint, answer: answer.id.clone() };
    room.act(file.loaded, &by, command, vec![answer]).await
}
