//! Showing a client where its referral stands: a reference, dates, and one of five words.

use crate::Room;
use domain::ids::CaseId;
use domain::question::client_view;
use web::{Problem, Request, Response};

pub async fn show(room: &Room, request: &Request) -> Result<Response, Problem> {
    let client = room.callers.client(request).await?;
    let id: CaseId = request.id("id")?;

    let loaded = room.files.cases.load(&id).await?.ok_or_else(Problem::not_found)?;
    let own = loaded.case.received.as_ref().is_some_and(|received| received.client == client);
    let view = client_view(&loaded.case, room.clock.now()).filter(|_| own);

    Ok(Response::json(200, &view.ok_or_else(Problem::not_found)?))
}
