//! The member's own page: how far it is, whom we wait for, what they agreed to, who has looked.

use crate::readers::{DisclosureLine, lines};
use crate::{Context, enter};
use askama::Template;
use casefile::CaseFile;
use domain::Case;
use domain::calendar::{day_in_words, moment_in_words};
use domain::consent::Consent;
use domain::consent::Signature;
use domain::question::{
    Item, Look, Looking, ReadFor, Reader, Shown, WaitsFor, expected_finish, may_disclose, stage,
    waiting_for,
};
use jiff::Timestamp;
use web::{Nurse, Problem, Request, Response, page};

#[derive(Template)]
#[template(path = "my-case.html")]
struct MyCase<'a> {
    selector: &'a str,
    reference: String,
    stage: &'static str,
    waits_for: &'static str,
    since: String,
    finish: String,
    consent: Option<Agreed>,
    withdrawn: String,
    choice: bool,
    report: bool,
    may_change: bool,
    /// Where papers of their own are added, or nothing.
    papers: String,
    copy_of_all: CopyOfAll,
    lines: Vec<DisclosureLine>,
    nurse: Nurse,
}

/// How far a copy of everything held is.
struct CopyOfAll {
    /// The last day on which we may answer, in words, while one is being made.
    due: String,
    ready: bool,
}

/// What the member agreed to.
struct Agreed {
    on: String,
    by: Shown<String>,
    version: u32,
    scopes: Vec<&'static str>,
    copies: Vec<(String, String)>,
}

/// What the page says beside the case itself.
struct Around {
    lines: Vec<DisclosureLine>,
    nurse: Nurse,
}

/// The path of the page.
pub fn own_case(selector: &str) -> String {
    web::landing(domain::access::Purpose::OwnCase, selector)
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let (case, now) = (&file.loaded.case, context.now());
    if case.ended.is_none() && case.consent.given.is_none() {
        let statement = web::landing(domain::access::Purpose::Consent, &visit.selector);
        return Ok(Response::see_other(&statement));
    }
    let looking = Looking::at(&[Item::AccessLog], ReadFor::Own).and_if_allowed(&[Item::Consent]);
    let look = context.look(&visit.actor, case, looking).await?;
    let lines = lines(context, &file, &look).await?;
    let nurse = context.nurse(case).await?;

    let body = my_case(&visit.selector, &file, &look, Around { lines, nurse }, now)?;
    page::answer("My case", &body)
}

fn my_case<'a>(
    selector: &'a str,
    file: &CaseFile,
    look: &Look,
    around: Around,
    now: Timestamp,
) -> Result<MyCase<'a>, Problem> {
    let case = &file.loaded.case;
    let Around { lines, nurse } = around;
    let given = case.consent.given.as_ref();
    let waiting = waiting_for(case, now);
    let waits = waiting.party != WaitsFor::Nobody;
    let papers = case.ended.is_none() && case.standing_consent().is_ok();
    let finish = expected_finish(case, now).filter(|_| case.ended.is_none());
    Ok(MyCase {
        selector,
        reference: case.id.reference(),
        stage: stage(case).in_words(),
        waits_for: if waits { waiting.party.in_words() } else { "" },
        since: day_in_words(waiting.since),
        finish: finish.map(|day| day.strftime("%A %-d %B %Y").to_string()).unwrap_or_default(),
        consent: given.map(|consent| agreed(file, look, consent)).transpose()?,
        withdrawn: case.consent.withdrawn.map(moment_in_words).unwrap_or_default(),
        choice: case.ended.is_none() && case.matching.awaits_choice(),
        report: may_disclose(case, Item::Report, &Reader::Member, now).is_ok(),
        may_change: case.standing_consent().is_ok(),
        papers: if papers { format!("/my-records/{selector}") } else { String::new() },
        copy_of_all: copy_of_all(case),
        lines,
        nurse,
    })
}

fn copy_of_all(case: &Case) -> CopyOfAll {
    let last = case.keeping.subject_access.last().filter(|request| request.copy.is_none());
    let due = last.map(|it| it.due.strftime("%A %-d %B %Y").to_string()).unwrap_or_default();
    CopyOfAll { due, ready: case.keeping.newest_copy().is_some() }
}

fn agreed(file: &CaseFile, look: &Look, consent: &Consent) -> Result<Agreed, Problem> {
    let signature: Shown<Signature> = file.show(look, Item::Consent, &consent.signature)?;
    let copy = |copy: &domain::consent::KeptCopy| (copy.sheet.to_string(), day_in_words(copy.at));
    Ok(Agreed {
        on: day_in_words(consent.at),
        by: signature.part(|signature| &signature.typed_name),
        version: consent.statement,
        scopes: consent.scopes.iter().map(|scope| scope.in_words()).collect(),
        copies: consent.copies.iter().map(copy).collect(),
    })
}
