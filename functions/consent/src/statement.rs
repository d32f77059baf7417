//! The statement: the current one before signing, and afterwards the one that was signed.

use crate::decline::declined;
use crate::my_case::own_case;
use crate::{Context, enter};
use askama::Template;
use domain::consent::{
    Capacity, Paragraph, Scope, Signatory, current_statement, signatories, statement,
};
use domain::question::{Item, Looking, ReadFor, Shown};
use domain::{Case, calendar::day_in_words};
use strum::IntoEnumIterator;
use web::{Problem, Request, Response, page};

#[derive(Template)]
#[template(path = "statement.html")]
struct Statement<'a> {
    selector: &'a str,
    name: Shown<String>,
    version: u32,
    paragraphs: Vec<Paragraph>,
    scopes: Vec<(String, &'static str)>,
    signatories: Vec<(String, &'static str)>,
    capacities: Vec<(String, &'static str)>,
}

#[derive(Template)]
#[template(path = "signed-statement.html")]
struct Signed<'a> {
    selector: &'a str,
    version: u32,
    on: String,
    paragraphs: Vec<Paragraph>,
}

pub async fn read(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = match enter(context, request).await {
        Ok(entered) => entered,
        Err(problem) => return declined(context, request, problem).await,
    };
    let case = &file.loaded.case;
    if case.ended.is_some() || case.consent.given.is_some() {
        return Ok(Response::see_other(&own_case(&visit.selector)));
    }
    let looking = Looking::at(&[Item::Contact], ReadFor::Own);
    let look = context.look(&visit.actor, case, looking).await?;

    let current = current_statement();
    let body = Statement {
        selector: &visit.selector,
        name: file.show_member(&look)?.part(|member| &member.name),
        version: current.version,
        paragraphs: current.paragraphs().collect(),
        scopes: Scope::iter().map(|scope| (field(&scope), scope.in_words())).collect(),
        signatories: who_signs(case),
        capacities: Capacity::iter().map(|it| (field(&it), it.in_words())).collect(),
    };
    page::answer("Would you like a second opinion?", &body)
}

/// The text as it was when it was signed, also when a newer one has followed.
pub async fn signed(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let consent = file.loaded.case.consent.given.as_ref().ok_or_else(Problem::not_found)?;
    let shown = statement(consent.statement).ok_or_else(Problem::not_found)?;

    let body = Signed {
        selector: &visit.selector,
        version: shown.version,
        on: day_in_words(consent.at),
        paragraphs: shown.paragraphs().collect(),
    };
    page::answer("The statement that you signed", &body)
}

/// Who may sign, in the words of the form.
fn who_signs(case: &Case) -> Vec<(String, &'static str)> {
    let words = |signatory: &Signatory| match signatory {
        Signatory::Member => "I sign for myself",
        Signatory::Parent => "I have parental responsibility for someone under 16",
        Signatory::Representative => "I represent someone who cannot decide this",
    };
    let allowed = case.received.iter().flat_map(|received| signatories(received.age));
    allowed.map(|signatory| (field(&signatory), words(&signatory))).collect()
}

/// A code as a form carries it: the same word as in an event.
pub fn field<T: serde::Serialize>(code: &T) -> String {
    serde_json::to_value(code)
        .ok()
        .and_then(|it| it.as_str().map(str::to_owned))
        .unwrap_or_default()
}
