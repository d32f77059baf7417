//! Leaving: the session ends, and the browser forgets it. Another case open beside it stays open.

use crate::Context;
use api::NoFields;
use askama::Template;
use lambda_http::http::header::HeaderName;
use web::{Problem, Request, Response, forget_session, session_secret};

#[derive(Template)]
#[template(path = "left.html")]
struct LeftPage;

/// Whoever has left already is led to the same page.
pub async fn leave(context: &Context, request: &Request) -> Result<Response, Problem> {
    request.form::<NoFields>(&context.base_url)?;
    let selector = request.parameter("session")?;
    let left = Response::see_other(&format!("/sessions/{selector}/leave"));
    let Ok((_, _, secret)) = session_secret(request) else {
        return Ok(left);
    };
    context.files.access.close_session(&secret).await?;
    Ok(left.cookie(forget_session(&selector)))
}

/// It needs no session, and tells the browser to forget what it kept.
pub fn left() -> Result<Response, Problem> {
    let clear = HeaderName::from_static("clear-site-data");
    let page = Response::page("You have signed out", &LeftPage)?;
    Ok(page.header(clear, "\"storage\", \"cache\"".to_owned()))
}
