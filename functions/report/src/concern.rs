//! An urgent concern: raised by the specialist at any moment after the hand-over, read and answered
//! by the nurse or the clinical lead. It waits for no release.

use crate::{Context, enter, lead_back};
use api::report::{AnswerConcern, ConcernForm, NoteConcern, OpenConcern, OpenConcerns, PhoneCall};
use casefile::CaseFile;
use domain::access::Purpose;
use domain::ids::ConcernId;
use domain::question::{Item, Look, Looking, ReadFor};
use domain::report::{Command, Concern, Phoned};
use domain::sheet::{Class, Words};
use handler::tagged;
use web::{Problem, Request, Response};

pub async fn raise(context: &Context, request: &Request) -> Result<Response, Problem> {
    let words = request.form::<ConcernForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let concern: ConcernId = runtime::new_id();
    let sheet = file.seal(&Words::from(words))?;
    let command = Command::RaiseConcern { concern, sheet: sheet.id.clone() };
    let act = context.act_as(&visit, command).sheet(sheet);
    lead_back(context, Purpose::Opinion, &visit, act, file).await
}

/// What the nurse was told by phone, whatever has become of the case.
pub async fn note(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: NoteConcern = request.json()?;

    let concern: ConcernId = runtime::new_id();
    let sheet = file.seal(&Words::from(asked.concern))?;
    let command = Command::RaiseConcern { concern, sheet: sheet.id.clone() };
    let act = context.act(&by, command).sheet(sheet);
    context.progress(request, act, file.loaded).await
}

/// The open concerns in the specialist's words. A logged read.
pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let case = &file.loaded.case;
    let looking = Looking::at(&[Item::Needs], ReadFor::Casework);
    let look = context.look(&by, case, looking).await?;
    Ok(tagged(case, Response::json(200, &OpenConcerns { open: open(&file, &look)? })))
}

pub async fn answer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: AnswerConcern = request.json()?;
    let concern: ConcernId = request.id("concern")?;

    let sheet = file.seal(&Words::from(asked.answer))?;
    let call = |call: PhoneCall| Phoned { who: call.party.0, at: call.at.into() };
    let phoned = asked.phoned.into_iter().map(call).collect();
    let command = Command::AnswerConcern { concern, sheet: sheet.id.clone(), phoned };
    let act = context.act(&by, command).sheet(sheet);
    context.progress(request, act, file.loaded).await
}

fn open(file: &CaseFile, look: &Look) -> Result<Vec<OpenConcern>, Problem> {
    let open = |concern: &Concern| -> Result<OpenConcern, Problem> {
        let words = file.show(look, Item::Needs, &concern.sheet)?;
        Ok(OpenConcern { concern: concern.concern.clone(), at: concern.at, words })
    };
    file.loaded.case.report.concerns.iter().map(open).collect()
}
