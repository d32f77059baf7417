//! Asking for more than the checklist has, or for the same again: by the nurse, or by the specialist who
//! finds that something is missing.

use crate::{CLASSES, Context};
use api::records::{AskItems, MissingForm};
use casefile::CaseFile;
use domain::access::Purpose;
use domain::records::Command;
use domain::sheet::{SealedSheet, Words};
use web::{Problem, Request, Response, landing};

pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &CLASSES).await?;
    let asked: AskItems = request.json()?;

    let (command, reason) = command(&file, asked)?;
    let act = context.act(&by, command).sheets(reason);
    context.progress(request, act, file.loaded).await
}

pub async fn ask_by_specialist(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked = request.form::<MissingForm>(&context.base_url)?;
    let (visit, file) = context.enter(request, &[Purpose::Opinion], &CLASSES).await?;

    let (command, reason) = command(&file, asked)?;
    let act = context.act_as(&visit, command).sheets(reason);
    let next = landing(Purpose::Opinion, &visit.selector);
    context.lead_on(&visit, act, file.loaded, &next).await
}

fn command(file: &CaseFile, asked: AskItems) -> Result<(Command, Option<SealedSheet>), Problem> {
    let AskItems { items, doctor, reason } = asked;
    let sheet = reason.map(|reason| file.seal(&Words::from(reason))).transpose()?;
    let reason = sheet.as_ref().map(|sheet| sheet.id.clone());
    Ok((Command::AskItems { items, doctor, reason }, sheet))
}
