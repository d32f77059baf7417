//! The answers before they are signed: what is allowed, who signs, and who will then see what. Nothing is kept.

use crate::Context;
use crate::rehearsal::{RehearsedLine, rehearsed};
use crate::statement::as_signing;
use api::consent::GivenConsent;
use askama::Template;
use casefile::CaseFile;
use domain::consent::{Capacity, NEEDED, Scope};
use strum::IntoEnumIterator;
use web::{Filled, Nurse, Problem, Response, Visit};

#[derive(Template)]
#[template(path = "check.html")]
struct Check<'a> {
    selector: &'a str,
    form: Filled,
    allowed: Vec<&'static str>,
    not_allowed: Vec<&'static str>,
    signs: &'static str,
    /// Of a representative.
    right: &'static str,
    /// One of the two scopes is missing without which there can be no opinion.
    too_little: bool,
    needed: (&'static str, &'static str),
    rehearsed: Vec<RehearsedLine>,
    nurse: Nurse,
}

pub async fn show(
    context: &Context,
    visit: &Visit,
    file: &CaseFile,
    asked: &GivenConsent,
    form: Filled,
) -> Result<Response, Problem> {
    let case = &file.loaded.case;
    let (allowed, not_allowed): (Vec<Scope>, Vec<Scope>) =
        Scope::iter().partition(|scope| asked.scopes.contains(scope));
    let words = |scopes: Vec<Scope>| scopes.into_iter().map(Scope::in_words).collect();
    let body = Check {
        selector: &visit.selector,
        form,
        allowed: words(allowed),
        not_allowed: words(not_allowed),
        signs: as_signing(asked.signatory),
        right: asked.capacity.map(Capacity::in_words).unwrap_or_default(),
        too_little: NEEDED.iter().any(|scope| !asked.scopes.contains(scope)),
        needed: (NEEDED[0].in_words(), NEEDED[1].in_words()),
        rehearsed: rehearsed(case, &asked.scopes, context.now()),
        nurse: context.nurse(case).await?,
    };
    Response::page("Check your answers", &body)
}
