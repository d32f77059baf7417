//! Showing a client how far its referral is: a reference, dates, and one of five words.

use crate::Context;
use domain::ids::CaseId;
use domain::question::client_view;
use web::{Problem, Request, Response};

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let client = context.callers.client(request).await?;
    let id: CaseId = request.id("id")?;

    let loaded = context.files.cases.load(&id).await?.ok_or_else(Problem::not_found)?;
    let own = loaded.case.received.as_ref().is_some_and(|received| received.client == client);
    let view = client_view(&loaded.case, context.now()).filter(|_| own);

    Ok(Response::json(200, &view.ok_or_else(Problem::not_found)?))
}
