//! What holds nothing of anyone's: the front page, the published contract, the one stylesheet and the one
//! script.

use crate::Context;
use askama::Template;
use web::{Problem, Response, page};

/// Made from `shared/api`; the published one is this very file.
const CONTRACT: &str = include_str!("../../../infra/openapi.yaml");

#[derive(Template)]
#[template(path = "front.html")]
struct Front<'a> {
    phone: &'a str,
    tel: String,
}

/// For people who come by without a link.
pub fn front(context: &Context) -> Result<Response, Problem> {
    let phone = &context.service_phone;
    page::answer("Second medical opinions", &Front { phone, tel: page::dialled(phone) })
}

pub fn contract() -> Response {
    Response::text(200, "application/yaml", CONTRACT.to_owned())
}

pub fn style() -> Response {
    Response::text(200, "text/css; charset=utf-8", page::STYLE.to_owned())
}

pub fn script() -> Response {
    Response::text(200, "text/javascript; charset=utf-8", page::SCRIPT.to_owned())
}
