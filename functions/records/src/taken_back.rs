//! A file that was sent by mistake: taken back by whoever sent it, or by the nurse. Its bytes are deleted when this
//! function hears of it, so that a crash in between loses nothing.

use crate::item::enter_item;
use crate::{Context, enter_own};
use api::NoFields;
use domain::ids::DocumentId;
use domain::records::{Command, Event as Records, Use};
use domain::{Case, Event};
use futures::future::try_join;
use runtime::Fault;
use serde_json::Value;
use web::{Problem, Request, Response};

pub async fn by_sender(context: &Context, request: &Request) -> Result<Response, Problem> {
    request.form::<NoFields>(&context.base_url)?;
    let (visit, file, item) = enter_item(context, request).await?;
    let document: DocumentId = request.id("document")?;
    let sent = file.loaded.case.records.documents.get(&document);
    sent.filter(|sent| sent.used_for == Use::Record { item: item.clone() })
        .ok_or_else(Problem::not_found)?;

    let next = format!("/records/{}/items/{}", visit.selector, item.0);
    let act = context.act_as(&visit, Command::TakeBack { document });
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

/// Deletes what was taken back; what was only begun as well, which the case knows no more. While a legal hold
/// stands nothing is deleted: this is heard again when it is lifted.
pub async fn hear(context: &Context, event: &Value) -> Result<(), Problem> {
    let stored = handler::told(event)?;
    let cases = &context.files.cases;
    let loaded = cases.load(&stored.case);
    let (loaded, recorded) = try_join(loaded, cases.event(&stored.case, stored.sequence)).await?;
    let Some(case) = loaded.map(|loaded| loaded.case) else {
        return Ok(());
    };
    let event = recorded.map(|recorded| recorded.event);
    if let Some(Event::Records(Records::DocumentTakenBack { document })) = event
        && case.keeping.legal_hold.is_none()
    {
        context.own.documents.remove(&case.id, &document).await?;
    }
    Ok(delete(context, &case).await?)
}

/// Deletes every version of every document of the case that was taken back.
pub async fn delete(context: &Context, case: &Case) -> Result<(), Fault> {
    if case.keeping.legal_hold.is_some() {
        return Ok(());
    }
    let documents = case.records.documents.iter();
    for (id, _) in documents.filter(|(_, document)| document.is_taken_back()) {
        context.own.documents.remove(&case.id, id).await?;
    }
    Ok(())
}
