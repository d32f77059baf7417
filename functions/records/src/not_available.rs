//! Saying that something on the checklist is not available, and why.

use crate::{Context, enter, lead_back};
use api::records::{ItemNotAvailable, NotAvailableForm};
use domain::records::Command;
use domain::sheet::Words;
use web::{Problem, Request, Response};

pub async fn note(context: &Context, request: &Request) -> Result<Response, Problem> {
    let ItemNotAvailable { item, reason } = request.form::<NotAvailableForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let reason = file.seal(&Words::from(reason))?;
    let command = Command::NotAvailable { item, reason: reason.id.clone() };
    let act = context.act_as(&visit, command).sheet(reason);
    lead_back(context, &visit, act, file).await
}
