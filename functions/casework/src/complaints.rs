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
    nurse: Nurse,
}

#[derive(Template)]
#[template(path = "complaint-kept.html")]
struct Kept<'a> {
    selector: &'a str,
    nurse: Nurse,
}

pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = visit(context, request).await?;
    let nurse = context.nurse(&file.loaded.case).await?;
    let body = Ask { selector: &visit.selector, nurse };
    page::answer("Make a complaint", &body)
}

pub async fn make(context: &Context, request: &Request) -> Result<Response, Problem> {
    let complaint = request.form::<ComplaintForm>(&context.base_url)?;
    let (visit, file) = visit(context, request).await?;
    let nurse = context.nurse(&file.loaded.case).await?;
    let sheet = file.seal(&Words::from(complaint))?;

    let complain = Command::Complain { sheet: sheet.id.clone(), by: visit.party.clone() };
    context.act_as(&visit, complain).sheet(sheet).insist_on(file.loaded).await?;
    let body = Kept { selector: &visit.selector, nurse };
    page::answer("Thank you", &body)
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
