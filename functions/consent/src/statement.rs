//! The statement: the current one before signing, and afterwards the one that was signed, with its copies.

use crate::decline::declined;
use crate::my_case::own_case;
use crate::rehearsal::{RehearsedLine, rehearsed};
use crate::{Context, enter};
use askama::Template;
use casefile::CaseFile;
use domain::consent::{
    Capacity, Paragraph, Scope, Signatory, Signature, current_statement, signatories, statement,
};
use domain::question::{Item, Looking, ReadFor, Shown};
use domain::{
    Case,
    calendar::{day_in_words, moment_in_words},
};
use strum::IntoEnumIterator;
use web::{Filled, Nurse, Problem, Request, Response, Tick, Visit};

#[derive(Template)]
#[template(path = "statement.html")]
struct Statement<'a> {
    selector: &'a str,
    form: Filled,
    name: Shown<String>,
    version: u32,
    paragraphs: Vec<Paragraph>,
    scopes: Vec<Tick>,
    rehearsed: Vec<RehearsedLine>,
    signatories: Vec<(String, &'static str)>,
    capacities: Vec<(String, &'static str)>,
    nurse: Nurse,
}

#[derive(Template)]
#[template(path = "signed-statement.html")]
struct Signed<'a> {
    selector: &'a str,
    version: u32,
    on: String,
    by: Shown<String>,
    scopes: Vec<&'static str>,
    copies: Vec<(String, String)>,
    paragraphs: Vec<Paragraph>,
}

/// The route that its form posts to.
const GIVE: &str = "POST /consent/{session}";

pub async fn read(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = match enter(context, request).await {
        Ok(entered) => entered,
        Err(problem) => return declined(context, request, problem).await,
    };
    if is_answered(&file) {
        return Ok(Response::see_other(&own_case(&visit.selector)));
    }
    to_sign(context, &visit, &file, request.filled(GIVE)).await
}

/// Whether the member has said yes or no, so that nothing is asked of them here any more.
pub fn is_answered(file: &CaseFile) -> bool {
    let case = &file.loaded.case;
    case.ended.is_some() || case.consent.given.is_some()
}

/// The page to sign on, with what was typed before.
pub async fn to_sign(
    context: &Context,
    visit: &Visit,
    file: &CaseFile,
    form: Filled,
) -> Result<Response, Problem> {
    let case = &file.loaded.case;
    let looking = Looking::at(&[Item::Contact], ReadFor::Own);
    let look = context.look(&visit.actor, case, looking);
    let (look, nurse) = futures::future::try_join(look, context.nurse(case)).await?;

    let current = current_statement();
    // What was answered to another statement is no answer to this one.
    let shown = form.value("statement");
    let other = !shown.is_empty() && shown != current.version.to_string();
    let form = if other { Filled::default() } else { form };
    let body = Statement {
        selector: &visit.selector,
        form,
        name: file.show_member(&look)?.part(|member| &member.name),
        version: current.version,
        paragraphs: current.paragraphs().collect(),
        scopes: Scope::iter().map(|scope| Tick::open(field(&scope), scope.in_words())).collect(),
        rehearsed: rehearsed(case, &Scope::iter().collect(), context.now()),
        signatories: who_signs(case),
        capacities: Capacity::iter().map(|right| (field(&right), right.in_words())).collect(),
        nurse,
    };
    Ok(Response::page("Would you like a second opinion?", &body)?.with_script())
}

/// The text as it was when it was signed, also when a newer one has followed.
pub async fn signed(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let case = &file.loaded.case;
    let consent = case.consent.given.as_ref().ok_or_else(Problem::not_found)?;
    let shown = statement(consent.statement).ok_or_else(Problem::not_found)?;
    let looking = Looking::at(&[Item::Consent], ReadFor::Own);
    let look = context.look(&visit.actor, case, looking).await?;

    let signature: Shown<Signature> = file.show(&look, Item::Consent, &consent.signature)?;
    let standing = case.consent.standing();
    let scopes = standing.into_iter().flat_map(|consent| &consent.scopes);
    let copy =
        |copy: &domain::consent::KeptCopy| (copy.sheet.to_string(), moment_in_words(copy.at));
    let body = Signed {
        selector: &visit.selector,
        version: shown.version,
        on: day_in_words(consent.at),
        by: signature.part(|signature| &signature.typed_name),
        scopes: scopes.map(|scope| scope.in_words()).collect(),
        copies: consent.copies.iter().map(copy).collect(),
        paragraphs: shown.paragraphs().collect(),
    };
    Response::page("What you signed", &body)
}

/// Who may sign, in the words of the form.
fn who_signs(case: &Case) -> Vec<(String, &'static str)> {
    let allowed = case.received.iter().flat_map(|received| signatories(received.age));
    allowed.map(|signatory| (field(&signatory), as_signing(signatory))).collect()
}

pub fn as_signing(signatory: Signatory) -> &'static str {
    match signatory {
        Signatory::Member => "I sign for myself",
        Signatory::Parent => "I have parental responsibility for someone under 16",
        Signatory::Representative => "I represent someone who cannot decide this",
    }
}

/// A code as a form carries it: the same word as in an event.
pub fn field<T: serde::Serialize>(code: &T) -> String {
    serde_json::to_value(code)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}
