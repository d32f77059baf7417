//! Saying that something on the checklist is not available, and why.

use crate::{Context, back, enter};
use domain::Private;
use domain::records::{ChecklistItem, Command};
use domain::sheet::Words;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    item: ChecklistItem,
    reason: Private<String>,
}

pub async fn note(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked: Note = request.form(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let words = Words::typed(&asked.reason)?;
    let reason = file.seal(&words)?;
    let command = Command::NotAvailable { item: asked.item, reason: reason.id.clone() };
    context.act_as(&visit, command).sheet(reason).insist_on(file.loaded).await?;
    Ok(back(&visit))
}
