//! Leaving: the session ends, and the browser forgets it. Another case open beside it stays open.

use crate::Context;
use api::NoFields;
use askama::Template;
use lambda_http::http::header::HeaderName;
use web::{Problem, Request, Response, forget_session, page, session_secret};

#[derive(Template)]
#[template(path = "left.html")]
struct LeftPage;

pub async fn leave(context: &Context, request: &Request) -> Result<Response, Problem> {
    request.form::<NoFields>(&context.base_url)?;
    let (selector, _, secret) = session_secret(request)?;
    context.files.access.close_session(&secret).await?;

    let clear = HeaderName::from_static("clear-site-data");
    let page = Response::page(200, page::frame("You have left", &LeftPage)?, None);
    Ok(page.cookie(forget_session(&selector)).header(clear, "\"storage\", \"cache\"".to_owned()))
}
