//! Reading: the statement before signing, and what was agreed to afterwards.

use crate::Room;
use askama::Template;
use domain::Case;
use domain::calendar::day_in_words;
use domain::consent::{Consent, Scope, current_statement};
use web::{Problem, Request, Response, page};

#[derive(Template)]
#[template(path = "statement.html")]
struct Statement<'a> {
    selector: &'a str,
    name: &'a str,
    version: u32,
    paragraphs: Vec<&'a str>,
    scopes: Vec<(&'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "agreed.html")]
struct Agreed<'a> {
    selector: &'a str,
    reference: String,
    on: String,
    version: u32,
    scopes: Vec<&'static str>,
}

/// The scopes with the words of the form, in the order in which they are asked.
pub const SCOPES: [(Scope, &str, &str); 4] = [
    (Scope::Collect, "collect", "Ask my own doctors for the records about this condition"),
    (Scope::Show, "show", "Show those records to the specialist whom I choose"),
    (
        Scope::ReportToDoctors,
        "report-to-doctors",
        "Send the report to my own doctors, when I say so",
    ),
    (Scope::ReportToGp, "report-to-gp", "Send the report to my GP, when I say so"),
];

pub async fn read(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = room.enter(request).await?;
    let member = file.member()?;
    let (case, now) = (&file.loaded.case, room.clock.now());
    room.files.note_read(&case.id, "member", "contact", "own consent page", now).await?;

    let page = match case.consent.standing() {
        Some(consent) => agreed(&visit.selector, case, consent)?,
        None => statement(&visit.selector, member.name.reveal())?,
    };
    Ok(Response::page(200, page, None))
}

fn statement(selector: &str, name: &str) -> Result<String, Problem> {
    let statement = current_statement();
    let body = Statement {
        selector,
        name,
        version: statement.version,
        paragraphs: statement.text.split("\n\n").collect(),
        scopes: SCOPES.iter().map(|(_, field, words)| (*field, *words)).collect(),
    };
    Ok(page::frame("Would you like a second opinion?", &body)?)
}

/// Shown after signing, and whenever the member comes back.
pub fn agreed(selector: &str, case: &Case, consent: &Consent) -> Result<String, Problem> {
    let given = |(scope, _, words): &(Scope, &str, &'static str)| {
        consent.scopes.contains(scope).then_some(*words)
    };
    let body = Agreed {
        selector,
        reference: case.id.reference(),
        on: day_in_words(consent.at),
        version: consent.statement,
        scopes: SCOPES.iter().filter_map(given).collect(),
    };
    Ok(page::frame("What you agreed to", &body)?)
}
