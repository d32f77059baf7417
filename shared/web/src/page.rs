//! The layout of every page, and the page that shows a problem.
//!
//! A function's own templates fill the body; the frame is the same for all of them.

use crate::Problem;
use askama::Template;

/// The one stylesheet. `access` serves it at `/style.css`.
pub const STYLE: &str = include_str!("../templates/style.css");

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    title: &'a str,
    body: &'a str,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemBody<'a> {
    over: bool,
    detail: &'a str,
}

/// A whole page around a body that a template has already escaped.
pub fn frame(title: &str, body: &impl Template) -> Result<String, askama::Error> {
    Layout { title, body: &body.render()? }.render()
}

/// The page of a problem: what happened, and what to do next.
pub fn problem(problem: &Problem) -> String {
    let over = problem.status == 410;
    let title = if over { "This page is closed" } else { "That did not work" };
    let body = ProblemBody { over, detail: &problem.detail };
    // Both templates only hold text: rendering them cannot fail.
    frame(title, &body).unwrap_or_else(|_| problem.detail.clone())
}
