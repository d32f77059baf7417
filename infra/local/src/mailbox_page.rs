//! The mailbox: every mail that the local SES has taken, with links that work.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use testkit::local_aws::LocalAws;
use testkit::mailbox::{self, Mail};
use testkit::{Clinic, SetupError};

/// Serves the page on the loopback for as long as it is polled.
pub async fn serve(clinic: &Clinic, port: u16) -> Result<(), SetupError> {
    let routes = Router::new()
        .route("/", get(list))
        .route("/mails/{number}", get(show))
        .with_state(clinic.stack.aws.port);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    Ok(axum::serve(listener, routes).await?)
}

async fn list(State(port): State<u16>) -> Result<Html<String>, StatusCode> {
    let mails = mails(port).await?;
    let line = |(number, mail): (usize, &Mail)| {
        let (to, subject) = (escape(&mail.to.join(", ")), escape(&mail.subject));
        format!("<li><a href=\"/mails/{number}\">{subject}</a> to {to}</li>")
    };
    let lines: String = mails.iter().enumerate().rev().map(line).collect();
    Ok(page("Mailbox", &format!("<p>{} mails, newest first.</p><ul>{lines}</ul>", mails.len())))
}

async fn show(
    State(port): State<u16>,
    Path(number): Path<usize>,
) -> Result<Html<String>, StatusCode> {
    let mails = mails(port).await?;
    let mail = mails.get(number).ok_or(StatusCode::NOT_FOUND)?;
    let to = escape(&mail.to.join(", "));
    let body: String = mail.body_text.split_inclusive('\n').map(with_link).collect();
    let text = format!("<p>To {to}</p><pre>{body}</pre><p><a href=\"/\">All mails</a></p>");
    Ok(page(&escape(&mail.subject), &text))
}

/// A line of a letter. A link is a line of its own.
fn with_link(line: &str) -> String {
    let escaped = escape(line);
    if line.starts_with("http") {
        format!("<a href=\"{0}\" rel=\"noreferrer\">{0}</a>\n", escaped.trim())
    } else {
        escaped
    }
}

async fn mails(port: u16) -> Result<Vec<Mail>, StatusCode> {
    mailbox::all(&LocalAws::running(port)).await.map_err(|_| StatusCode::BAD_GATEWAY)
}

fn page(title: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=\"en-GB\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <style>body{{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui}}\
         pre{{white-space:pre-wrap;font:inherit}}</style><h1>{title}</h1>{body}</html>"
    ))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
