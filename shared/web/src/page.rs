//! The layout of every page, and the page that shows a problem.
//!
//! A function's own templates fill the body; the frame is the same for all of them.

use crate::request::FORM_TOKEN;
use crate::{Problem, Response};
use api::FieldError;
use askama::Template;

/// The one stylesheet. `access` serves it at `/style.css`.
pub const STYLE: &str = include_str!("../templates/style.css");

/// The one script: it lets several files be sent from a form that sends one without it. `access`
/// serves it at `/upload.js`.
pub const SCRIPT: &str = include_str!("../templates/upload.js");

/// How a form begins that posts to a path of ours.
const OWN_FORM: &str = "<form method=\"post\" action=\"/";

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    title: &'a str,
    body: &'a str,
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    status: u16,
    code: &'a str,
    /// What was sent can be put right.
    to_change: bool,
    /// The page that it was sent from is not as things are now.
    to_reload: bool,
    detail: &'a str,
    errors: &'a [FieldError],
    phone: &'a str,
    tel: String,
}

/// A whole page around a body that a template has already escaped.
pub fn frame(title: &str, body: &impl Template) -> Result<String, askama::Error> {
    Layout { title, body: &with_tokens(&body.render()?) }.render()
}

/// Gives each form that posts to us a token of its own, so that no template can forget one. The bucket's
/// forms are signed as they are.
fn with_tokens(body: &str) -> String {
    let mut forms = body.split(OWN_FORM);
    let mut page = forms.next().unwrap_or_default().to_owned();
    for form in forms {
        let (tag, rest) = form.split_once('>').unwrap_or((form, ""));
        let token = runtime::random_word();
        let field = format!("<input type=\"hidden\" name=\"{FORM_TOKEN}\" value=\"{token}\">");
        page.extend([OWN_FORM, tag, ">", &field, rest]);
    }
    page
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
        status: problem.status,
        code: problem.code,
        to_change: matches!(problem.status, 400 | 413 | 415 | 422),
        to_reload: matches!(problem.status, 403 | 404 | 409),
        detail: &problem.detail,
        errors: &problem.errors,
        phone,
        tel: dialled(phone),
    };
    // Both templates only hold text: rendering them cannot fail.
    frame(title, &body).unwrap_or_else(|_| problem.detail.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_ours_gets_a_token_and_the_buckets_none() {
        let body = "<p>a</p><form method=\"post\" action=\"/a/b\"><p>x</p></form>\
                    <form method=\"post\" action=\"/c\" data-many=\"1\"></form>\
                    <form method=\"post\" action=\"http://bucket\"></form>";
        let page = with_tokens(body);
        let tokens: Vec<&str> = page.split("name=\"form-token\" value=\"").skip(1).collect();
        assert_eq!(tokens.len(), 2, "{page}");
        assert_ne!(tokens[0][..32], tokens[1][..32]);
        assert!(page.contains("action=\"/c\" data-many=\"1\"><input type=\"hidden\""), "{page}");
        assert!(page.ends_with("<form method=\"post\" action=\"http://bucket\"></form>"), "{page}");
    }
}
