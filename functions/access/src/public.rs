//! What holds nothing of anyone's: the front page, the published contract, and the stylesheet, script and logo
//! of every page.

use crate::Context;
use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use vault::Logo;
use web::{Brand, Problem, Response};

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

/// For people who come by without a link.
pub fn front(context: &Context) -> Result<Response, Problem> {
    Response::page("Second medical opinions", &Front { brand: &context.own.brand })
}

pub fn contract() -> Response {
    Response::text(200, "application/yaml", CONTRACT.to_owned())
}

/// Its address changes with it, so that a browser asks for it once.
pub fn style(context: &Context) -> Response {
    Response::lasting("text/css; charset=utf-8", context.own.brand.style.clone(), YEAR)
}

/// The logo, wrapped in an SVG: the gateway passes text on as it is, and decodes a picture only where the first
/// type that a browser asks for says so. Nothing to be seen while there is no logo.
pub async fn logo(context: &Context) -> Result<Response, Problem> {
    let logo = context.own.logo.logo().await?;
    let svg = match logo {
        None => r#"<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>"#.to_owned(),
        Some(Logo { bytes, width, height }) => format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" href="data:image/png;base64,{}"/></svg>"#,
            BASE64_STANDARD.encode(bytes)
        ),
    };
    Ok(Response::lasting("image/svg+xml", svg, HOUR))
}

pub fn script() -> Response {
    Response::lasting("text/javascript; charset=utf-8", web::SCRIPT.to_owned(), HOUR)
}
