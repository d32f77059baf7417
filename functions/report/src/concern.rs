//! An urgent concern: raised by the specialist at any moment after the hand-over, read and answered
//! by the nurse or the clinical lead. It waits for no release.

use crate::{Context, back, enter};
use casefile::CaseFile;
use domain::Private;
use domain::access::Purpose;
use domain::ids::ConcernId;
use domain::question::{Item, ReadFor, Reading, may_disclose};
use domain::report::Command;
use domain::sheet::{Class, Words};
use handler::{progress, tagged};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use web::{Problem, Request, Response, reader};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raise {
    concern: Private<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConcernAnswer {
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

pub async fn raise(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked: Raise = request.form(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let concern: ConcernId = runtime::new_id();
    let sheet = file.seal(&Words::typed(&asked.concern)?)?;
    let command = Command::RaiseConcern { concern, sheet: sheet.id.clone() };
    context.act_as(&visit, command).sheet(sheet).insist_on(file.loaded).await?;
    Ok(back(Purpose::Opinion, &visit))
}

/// The open concerns in the specialist's words. A logged read.
pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let (case, now) = (&file.loaded.case, context.now());
    may_disclose(case, Item::Needs, &reader(&by)?, now).map_err(|_| Problem::not_found())?;

    let answer = tagged(case, Response::json(200, &Concerns { open: open(&file)? }));
    let reading = Reading::new(&by, &[Item::Needs], ReadFor::Casework, now);
    context.files.note_read(&case.id, reading).await?;
    Ok(answer)
}

pub async fn answer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: ConcernAnswer = request.json()?;
    let concern: ConcernId = request.id("concern")?;

    let sheet = file.seal(&Words::typed(&asked.answer)?)?;
    let command = Command::AnswerConcern { concern, sheet: sheet.id.clone() };
    let after = context.act(&by, command).sheet(sheet).on(file.loaded).await?;
    Ok(progress(&after.case, context.now()))
}

fn open(file: &CaseFile) -> Result<Vec<Open>, Problem> {
    let concerns = file.loaded.case.report.concerns.iter();
    let open = concerns.map(|it| -> Result<Open, Problem> {
        Ok(Open { concern: it.concern.clone(), at: it.at, words: file.read(&it.sheet)? })
    });
    open.collect()
}
