//! Staying: somebody who is about to be signed out says that they are still there. The page's script asks for it.

use crate::Context;
use api::NoFields;
use api::access::SessionKept;
use web::{Problem, Request, Response, session_secret};

pub async fn keep(context: &Context, request: &Request) -> Result<Response, Problem> {
    request.form::<NoFields>(&context.base_url)?;
    let (_, _, secret) = session_secret(request)?;

    let seconds = context.files.access.keep_session(&secret, context.now()).await?;
    let seconds = seconds.ok_or_else(Problem::session_over)?;
    Ok(Response::json(200, &SessionKept { seconds }))
}
