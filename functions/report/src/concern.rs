//! An urgent concern: raised by the specialist at any moment after the hand-over, read and answered
//! by the nurse or the clinical lead. It waits for no release.

use crate::Room;
use casefile::CaseFile;
use domain::Private;
use domain::access::Purpose;
use domain::ids::ConcernId;
use domain::question::{Item, ReadFor, Reading, may_disclose};
use domain::report::Command;
use domain::sheet::{Class, Words};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use web::{Problem, Request, Response, reader, tagged};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raise {
    concern: Private<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    answer: Private<String>,
}

#[derive(Serialize)]
struct Open {
    concern: ConcernId,
    at: Timestamp,
    words: Words,
}

#[derive(Serialize)]
struct Concerns {
    open: Vec<Open>,
}

pub async fn raise(room: &Room, request: &Request) -> Result<Response, Problem> {
    let asked: Raise = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request, Purpose::Opinion).await?;

    let concern: ConcernId = runtime::random_id().parse().map_err(|_| Problem::not_found())?;
    let sheet = file.seal(&Words::typed(&asked.concern)?)?;
    let command = Command::RaiseConcern { concern, sheet: sheet.id.clone() };
    room.act_on_page(Purpose::Opinion, &visit, file.loaded, command, vec![sheet]).await
}

/// The open concerns in the specialist's words. A logged read.
pub async fn show(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.at_case(request, &[Class::Clinical]).await?;
    let (case, now) = (&file.loaded.case, room.clock.now());
    may_disclose(case, Item::Needs, &reader(&by)?, now).map_err(|_| Problem::not_found())?;

    let answer = tagged(case, Response::json(200, &Concerns { open: open(&file)? }));
    let reading = Reading::new(&by, &[Item::Needs], ReadFor::Casework, now);
    room.files.note_read(&case.id, reading).await?;
    Ok(answer)
}

pub async fn answer(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.at_case(request, &[Class::Clinical]).await?;
    let asked: Answer = request.json()?;
    let concern: ConcernId = request.id("concern")?;

    let sheet = file.seal(&Words::typed(&asked.answer)?)?;
    let command = Command::AnswerConcern { concern, sheet: sheet.id.clone() };
    room.act(file.loaded, &by, command, vec![sheet]).await
}

fn open(file: &CaseFile) -> Result<Vec<Open>, Problem> {
    let concerns = file.loaded.case.report.concerns.iter();
    let open = concerns.map(|it| -> Result<Open, Problem> {
        Ok(Open { concern: it.concern.clone(), at: it.at, words: file.read(&it.sheet)? })
    });
    open.collect()
}
