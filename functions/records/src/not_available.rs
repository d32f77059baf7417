//! Saying that something on the checklist is not available, and why; and that it comes after all.

use crate::item::enter_item;
use crate::{Context, lead_back};
use api::NoFields;
use api::records::NotAvailableForm;
use domain::records::Command;
use domain::sheet::Words;
use web::{Problem, Request, Response};

pub async fn note(context: &Context, request: &Request) -> Result<Response, Problem> {
    let reason = request.form::<NotAvailableForm>(&context.base_url)?;
    let (visit, file, item) = enter_item(context, request).await?;

    let reason = file.seal(&Words::from(reason))?;
    let command = Command::NotAvailable { item, reason: reason.id.clone() };
    let act = context.act_as(&visit, command).sheet(reason);
    lead_back(context, &visit, act, file).await
}

pub async fn undo(context: &Context, request: &Request) -> Result<Response, Problem> {
    request.form::<NoFields>(&context.base_url)?;
    let (visit, file, item) = enter_item(context, request).await?;

    let next = format!("/records/{}/items/{}", visit.selector, item.0);
    let act = context.act_as(&visit, Command::AvailableAfterAll { item });
    context.lead_on(&visit, act, file.loaded, &next).await
}
