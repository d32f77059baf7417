//! What holds nothing of anyone's: the front page, the published contract, and the stylesheet, script and logo
//! of every page.

use crate::Context;
use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use vault::Logo;
use web::{Brand, Problem, Request, Response};

/// Made from `shared/api`; the published one is this very file.
const CONTRACT: &str = include_str!("../../../infra/openapi.yaml");

#[derive(Template)]
#[template(path = "front.html")]
struct Front<'a> {
    brand: &'a Brand,
}

/// Seconds.
const YEAR: u32 = 365 * 24 * 60 * 60;
const HOUR: u32 = 60 * 60;
/// The picture of a stack without a logo.
const EMPTY: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>"#;

/// For people who come by without a link.
pub fn front(context: &Context) -> Result<Response, Problem> {
    Response::page("Second medical opinions", &Front { brand: &context.own.brand })
}

pub fn contract() -> Response {
    Response::text(200, "application/yaml", CONTRACT.to_owned())
}

pub fn style(context: &Context, request: &Request) -> Response {
    kept(context, request, "text/css; charset=utf-8", context.own.brand.style.clone())
}

pub fn script(context: &Context, request: &Request) -> Response {
    kept(context, request, "text/javascript; charset=utf-8", web::SCRIPT.to_owned())
}

/// A browser keeps a file under the address that names its version. While a new version is being deployed this
/// function may be older than the page that asks: then nothing is kept.
fn kept(context: &Context, request: &Request, kind: &str, text: String) -> Response {
    if request.query("v").as_deref() == Some(&context.own.brand.files_version) {
        Response::lasting(kind, text, YEAR)
    } else {
        Response::text(200, kind, text)
    }
}

/// The logo, wrapped in an SVG: the gateway passes text on as it is, and decodes a picture only where the first
/// type that a browser asks for says so. Nothing to be seen while there is no logo.
pub async fn logo(context: &Context) -> Response {
    let svg = match context.own.logo.logo().await {
        // What cannot be read now is asked for again with the next page.
        None => return Response::text(200, "image/svg+xml", EMPTY.to_owned()),
        Some(Logo { bytes, width, height }) => format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" href="data:image/png;base64,{}"/></svg>"#,
            BASE64_STANDARD.encode(bytes)
        ),
    };
    Response::lasting("image/svg+xml", svg, HOUR)
}
