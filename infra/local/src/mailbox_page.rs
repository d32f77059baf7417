//! The mailbox: every mail that the local SES has taken, as a mail program shows it, and whether its link still works.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use futures::future::join_all;
use testkit::local_aws::LocalAws;
use testkit::mailbox::{self, Attachment, Mail};
use testkit::{Clinic, SetupError};

/// So many links are tried at once.
const AT_ONCE: usize = 8;

#[derive(Debug, Clone)]
struct Mailbox {
    port: u16,
    client: reqwest::Client,
}

/// Serves the page on the loopback for as long as it is polled.
pub async fn serve(clinic: &Clinic, port: u16) -> Result<(), SetupError> {
    let routes = Router::new()
        .route("/", get(list))
        .route("/mails/{number}", get(show))
        .route("/mails/{number}/html", get(html))
        .route("/mails/{number}/attachments/{at}", get(attachment))
        .with_state(Mailbox { port: clinic.stack.aws.port, client: clinic.client() });
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    Ok(axum::serve(listener, routes).await?)
}

async fn list(State(mailbox): State<Mailbox>) -> Result<Html<String>, StatusCode> {
    let mails = mailbox.mails().await?;
    let mut leads = Vec::new();
    for some in mails.chunks(AT_ONCE) {
        leads.extend(join_all(some.iter().map(|mail| mailbox.leads_to(mail))).await);
    }
    let line = |(number, (mail, leads)): (usize, (&Mail, &String))| {
        let (to, subject) = (escape(&mail.to.join(", ")), escape(&mail.subject));
        format!("<li><a href=\"/mails/{number}\">{subject}</a><br>to {to}{}</li>", escape(leads))
    };
    let lines: String = mails.iter().zip(&leads).enumerate().rev().map(line).collect();
    let count = mails.len();
    Ok(page("Mailbox", &format!("<p>{count} emails, the newest first.</p><ul>{lines}</ul>")))
}

async fn show(
    State(mailbox): State<Mailbox>,
    Path(number): Path<usize>,
) -> Result<Html<String>, StatusCode> {
    let mails = mailbox.mails().await?;
    let mail = mails.get(number).ok_or(StatusCode::NOT_FOUND)?;
    let (from, to) = (escape(&mail.source), escape(&mail.to.join(", ")));
    let leads = escape(&mailbox.leads_to(mail).await);
    let attached = |(at, file): (usize, &Attachment)| {
        let (name, kind) = (escape(&file.file_name), escape(&file.content_type));
        let content = escape(&file.text().unwrap_or_default());
        format!(
            "<details><summary>Attached: {name}, {kind}</summary><pre>{content}</pre>\
             <p><a href=\"/mails/{number}/attachments/{at}\">Download it</a></p></details>"
        )
    };
    let attachments: String = mail.attachments.iter().enumerate().map(attached).collect();
    let text = escape(&mail.body_text);
    let body = format!(
        "<p>From {from}<br>To {to}{leads}</p>{attachments}\
         <iframe title=\"The email\" src=\"/mails/{number}/html\"></iframe>\
         <details><summary>As plain text</summary><pre>{text}</pre></details>\
         <p><a href=\"/\">All emails</a></p>"
    );
    Ok(page(&escape(&mail.subject), &body))
}

/// The HTML part; its links open beside the mailbox.
async fn html(
    State(mailbox): State<Mailbox>,
    Path(number): Path<usize>,
) -> Result<Html<String>, StatusCode> {
    let mails = mailbox.mails().await?;
    let body = mails.get(number).and_then(|mail| mail.body_html.as_deref());
    let body = body.ok_or(StatusCode::NOT_FOUND)?;
    Ok(Html(body.replacen("<head>", "<head><base target=\"_blank\">", 1)))
}

/// What is attached, as a mail program would save it.
async fn attachment(
    State(mailbox): State<Mailbox>,
    Path((number, at)): Path<(usize, usize)>,
) -> Result<impl IntoResponse, StatusCode> {
    let mails = mailbox.mails().await?;
    let file = mails.get(number).and_then(|mail| mail.attachments.get(at));
    let file = file.ok_or(StatusCode::NOT_FOUND)?;
    let content = file.text().map_err(|_| StatusCode::BAD_GATEWAY)?;
    let disposition = format!("attachment; filename=\"{}\"", file.file_name);
    let headers =
        [("content-type", file.content_type.clone()), ("content-disposition", disposition)];
    Ok((headers, content))
}

impl Mailbox {
    async fn mails(&self) -> Result<Vec<Mail>, StatusCode> {
        mailbox::all(&LocalAws::running(self.port)).await.map_err(|_| StatusCode::BAD_GATEWAY)
    }

    /// What the link of a mail shows now, by the heading of its page. Opening it changes nothing.
    async fn leads_to(&self, mail: &Mail) -> String {
        let Some(link) = mail.link() else {
            return String::new();
        };
        let shown = match self.client.get(link).send().await {
            Ok(answer) => answer.text().await.unwrap_or_default(),
            Err(_) => return ". Its link does not answer".to_owned(),
        };
        let heading = shown.split("<h1>").nth(1).and_then(|rest| rest.split("</h1>").next());
        format!(". Its link shows: {}", heading.unwrap_or("no page"))
    }
}

fn page(title: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=\"en-GB\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <style>body{{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui}}\
         iframe{{width:100%;height:40rem;border:1px solid #b9c7c4}}li{{margin:.5rem 0}}\
         pre{{white-space:pre-wrap;font:inherit}}</style><h1>{title}</h1>{body}</html>"
    ))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
