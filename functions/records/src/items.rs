//! Asking for more than the checklist has, or for the same again. The specialist asks on their own page.

use crate::{CLASSES, Context};
use api::records::AskItems;
use domain::records::Command;
use domain::sheet::Words;
use web::{Problem, Request, Response};

pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &CLASSES).await?;
    let AskItems { items, doctor, reason } = request.json()?;

    let sheet = reason.map(|reason| file.seal(&Words::from(reason))).transpose()?;
    let reason = sheet.as_ref().map(|sheet| sheet.id.clone());
    let act = context.act(&by, Command::AskItems { items, doctor, reason }).sheets(sheet);
    context.progress(request, act, file.loaded).await
}
