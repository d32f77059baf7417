//! Complaints: made by anyone who has a part in the case, on a page of theirs, or noted by the nurse
//! who heard it; answered by the nurse or the clinical lead.

use crate::Context;
use api::casework::{AnswerComplaint, ComplaintForm, NoteComplaint};
use askama::Template;
use casefile::CaseFile;
use domain::access::Purpose;
use domain::casework::Command;
use domain::ids::SheetId;
use domain::sheet::{Class, Words};
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

#[derive(Template)]
#[template(path = "complaint.html")]
struct Ask<'a> {
    selector: &'a str,
    /// One of theirs has reached us and is not answered yet.
    kept: bool,
    nurse: Nurse,
}

pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = visit(context, request).await?;
    let case = &file.loaded.case;
    let nurse = context.nurse(case).await?;
    let kept = case.casework.complaints.iter().any(|complaint| complaint.by == visit.party);
    let title = if kept { "Thank you" } else { "Make a complaint" };
    page::answer(title, &Ask { selector: &visit.selector, kept, nurse })
}

pub async fn make(context: &Context, request: &Request) -> Result<Response, Problem> {
    let complaint = request.form::<ComplaintForm>(&context.base_url)?;
    let (visit, file) = visit(context, request).await?;
    let sheet = file.seal(&Words::from(complaint))?;

    let complain = Command::Complain { sheet: sheet.id.clone(), by: visit.party.clone() };
    let act = context.act_as(&visit, complain).sheet(sheet);
    context.lead_on(&visit, act, file.loaded, &format!("/complaint/{}", visit.selector)).await
}

async fn visit(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &ANY_PAGE, &[Class::Clinical]).await
}

pub async fn note(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: NoteComplaint = request.json()?;

    let sheet = file.seal(&Words::from(asked.complaint))?;
    let command = Command::Complain { sheet: sheet.id.clone(), by: asked.party.0 };
    let act = context.act(&by, command).sheet(sheet);
    context.progress(request, act, file.loaded).await
}

pub async fn answer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: AnswerComplaint = request.json()?;
    let complaint: SheetId = request.id("complaint")?;

    let answer = file.seal(&Words::from(asked.answer))?;
    let command = Command::AnswerComplaint { complaint, answer: answer.id.clone() };
    let act = context.act(&by, command).sheet(answer);
    context.progress(request, act, file.loaded).await
}
