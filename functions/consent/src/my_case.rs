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
    Item, Look, Looking, ReadFor, Reader, Shown, WaitsFor, What, expected_finish, may_disclose,
    next_steps, stage, waiting_for,
};
use domain::scheduling::Appointment;
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
    /// What the link to the choice says, or nothing.
    choice: &'static str,
    halt: Halt,
    /// When and how the consultation is, or nothing.
    appointment: String,
    report: bool,
    may_change: bool,
    /// Where papers of their own are added, or nothing.
    papers: String,
    copy_of_all: CopyOfAll,
    lines: Vec<DisclosureLine>,
    nurse: Nurse,
}

/// Why the case does not go on, if it does not.
enum Halt {
    Nothing,
    /// Somebody signed with another name: the nurse phones first.
    ToConfirm,
    /// Without the two first scopes we cannot go on.
    Narrowed,
    Paused,
}

impl Halt {
    fn of(case: &Case, now: Timestamp) -> Self {
        let to_confirm = case.consent.standing().and_then(|consent| consent.to_confirm);
        let narrowed = next_steps(case, now).iter().any(|step| step.what == What::AllowMore);
        match to_confirm {
            Some(_) => Self::ToConfirm,
            None if narrowed => Self::Narrowed,
            None if case.ended.is_none() && case.casework.pause.is_some() => Self::Paused,
            None => Self::Nothing,
        }
    }
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
        // Of an appointment to come we wait only from its day on.
        since: if waiting.since <= now { day_in_words(waiting.since) } else { String::new() },
        finish: finish.map(|day| day.strftime("%A %-d %B %Y").to_string()).unwrap_or_default(),
        consent: given.map(|consent| agreed(file, look, consent)).transpose()?,
        withdrawn: case.consent.withdrawn.map(moment_in_words).unwrap_or_default(),
        choice: choice(case),
        halt: Halt::of(case, now),
        appointment: appointment(case, now),
        report: may_disclose(case, Item::Report, &Reader::Member, now).is_ok(),
        may_change: case.standing_consent().is_ok(),
        papers: if papers { format!("/my-records/{selector}") } else { String::new() },
        copy_of_all: copy_of_all(case),
        lines,
        nurse,
    })
}

fn choice(case: &Case) -> &'static str {
    if case.ended.is_some() {
        ""
    } else if case.matching.awaits_choice() {
        match case.matching.chosen {
            Some(_) => "Look at my choice again",
            None => "Choose a specialist",
        }
    } else if case.matching.chosen.is_some() && case.records.handed_over.is_none() {
        "My choice of specialist"
    } else {
        ""
    }
}

fn appointment(case: &Case, now: Timestamp) -> String {
    let booked = case.scheduling.appointment.as_ref().filter(|booked| booked.slot.ends() > now);
    let booked = booked.filter(|_| case.scheduling.held.is_none());
    let words = |booked: &Appointment| {
        format!("{} (UK time), {}", moment_in_words(booked.slot.starts), booked.mode.in_words())
    };
    booked.map(words).unwrap_or_default()
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
