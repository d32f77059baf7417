//! Leaving: the session ends, and the browser forgets.

use crate::Room;
use askama::Template;
use lambda_http::http::header::HeaderName;
use serde::Deserialize;
use web::{Problem, Request, Response, page, session_secret};

#[derive(Deserialize)]
struct Nothing {}

#[derive(Template)]
#[template(path = "left.html")]
struct Page;

pub async fn leave(room: &Room, request: &Request) -> Result<Response, Problem> {
    let Nothing {} = request.form(&room.base_url)?;
    let (_, _, secret) = session_secret(request)?;
    room.files.access.close_session(&secret).await?;

    let clear = HeaderName::from_static("clear-site-data");
    let page = Response::page(200, page::frame("You have left", &Page)?, None);
    Ok(page.header(clear, "\"cookies\", \"storage\", \"cache\"".to_owned()))
}
