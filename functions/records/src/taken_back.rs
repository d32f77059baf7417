//! A file that was sent by mistake: taken back by whoever sent it, or by the nurse. Its bytes are deleted when this
//! function hears of it, so that a crash in between loses nothing.

use crate::item::enter_item;
use crate::{Context, enter_own};
use api::NoFields;
use domain::ids::DocumentId;
use domain::records::{Command, DocumentState};
use serde_json::Value;
use web::{Problem, Request, Response};

pub async fn by_sender(context: &Context, request: &Request) -> Result<Response, Problem> {
    request.form::<NoFields>(&context.base_url)?;
    let (visit, file, item) = enter_item(context, request).await?;

    let next = format!("/records/{}/items/{}", visit.selector, item.0);
    let act = context.act_as(&visit, take_back(request)?);
    context.lead_on(&visit, act, file.loaded, &next).await
}

pub async fn by_member(context: &Context, request: &Request) -> Result<Response, Problem> {
    request.form::<NoFields>(&context.base_url)?;
    let (visit, file) = enter_own(context, request).await?;

    let next = format!("/my-records/{}", visit.selector);
    let act = context.act_as(&visit, take_back(request)?);
    context.lead_on(&visit, act, file.loaded, &next).await
}

pub async fn by_nurse(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    context.progress(request, context.act(&by, take_back(request)?), loaded).await
}

fn take_back(request: &Request) -> Result<Command, Problem> {
    Ok(Command::TakeBack { document: request.id("document")? })
}

/// Deletes what was taken back, in every version. Under a legal hold nothing is deleted, and nobody is shown it.
pub async fn hear(context: &Context, event: &Value) -> Result<(), Problem> {
    let stored = handler::told(event)?;
    let Some(loaded) = context.files.cases.load(&stored.case).await? else {
        return Ok(());
    };
    let case = &loaded.case;
    if case.keeping.legal_hold.is_some() {
        return Ok(());
    }
    let documents = case.records.documents.iter();
    let taken_back: Vec<&DocumentId> = documents
        .filter(|(_, document)| matches!(document.state, DocumentState::TakenBack { .. }))
        .map(|(id, _)| id)
        .collect();
    for document in taken_back {
        context.own.documents.discard(&case.id, document).await?;
        context.own.documents.retract_all(&case.id, document).await?;
    }
    Ok(())
}
