//! The layout of every page, and the page that shows a problem.
//!
//! A function's own templates fill the body; the frame is the same for all of them.

use crate::{Problem, Response};
use api::FieldError;
use askama::Template;

/// The one stylesheet. `access` serves it at `/style.css`.
pub const STYLE: &str = include_str!("../templates/style.css");

/// The one script: it lets several files be sent from a form that sends one without it. `access`
/// serves it at `/upload.js`.
pub const SCRIPT: &str = include_str!("../templates/upload.js");

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    title: &'a str,
    body: &'a str,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    code: &'a str,
    detail: &'a str,
    errors: &'a [FieldError],
    phone: &'a str,
    tel: String,
}

/// A whole page around a body that a template has already escaped.
pub fn frame(title: &str, body: &impl Template) -> Result<String, askama::Error> {
    Layout { title, body: &body.render()? }.render()
}

/// The answer with a whole page, whose forms post to nowhere but to us.
pub fn answer(title: &str, body: &impl Template) -> Result<Response, Problem> {
    Ok(Response::page(200, frame(title, body)?, None))
}

/// A phone number as a link dials it.
pub fn dialled(phone: &str) -> String {
    phone.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect()
}

/// The page of a problem: what happened, what to do next, and a number that answers.
pub fn problem(problem: &Problem, phone: &str) -> String {
    let title = match problem.status {
        410 => "This page is closed",
        429 => "That was too often",
        _ => "That did not work",
    };
    let body = ProblemPage {
        code: problem.code,
        detail: &problem.detail,
        errors: &problem.errors,
        phone,
        tel: dialled(phone),
    };
    // Both templates only hold text: rendering them cannot fail.
    frame(title, &body).unwrap_or_else(|_| problem.detail.clone())
}
