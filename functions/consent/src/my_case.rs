//! The member's main page: how far it is, who does what next and by when, and what they can do now. Whatever is
//! long, or holds clinical words, is on a page of its own that this one leads to.

use crate::appointment::{Booked, booked};
use crate::{Context, enter};
use askama::Template;
use casefile::CaseFile;
use domain::calendar::{day_in_words, moment_in_words, weekday_in_words};
use domain::consent::Scope;
use domain::question::{
    HowFar, Item, Milestone, NextStep, Reader, What, comes_next, expected_finish, may_disclose,
    missing_scopes, next_steps, pathway, stage,
};
use domain::{Case, Party};
use jiff::Timestamp;
use web::{Nurse, Problem, Request, Response};

#[derive(Template)]
#[template(path = "my-case.html")]
struct MyCase<'a> {
    selector: &'a str,
    reference: String,
    just_signed: bool,
    /// How it stands in a sentence, where the case has ended.
    ended: &'static str,
    halt: Halt,
    next: Option<Next>,
    steps: Vec<(Milestone, HowFar)>,
    finish: String,
    tasks: Vec<OwnTask>,
    specialist: Option<ChosenSpecialist>,
    booked: Option<Booked>,
    report: bool,
    consent: Option<Agreed>,
    withdrawn: String,
    may_change: bool,
    copy_of_all: CopyOfAll,
    /// What the link to complaints says.
    complaints: &'static str,
    nurse: Nurse,
}

/// Why the case does not go on, if it does not.
enum Halt {
    Nothing,
    /// Somebody signed with another name: the nurse phones first.
    ToConfirm,
    /// Without these scopes we cannot go on.
    Narrowed(Vec<&'static str>),
    Paused,
}

impl Halt {
    fn of(case: &Case, now: Timestamp) -> Self {
        let to_confirm = case.consent.standing().and_then(|consent| consent.to_confirm);
        let narrowed = next_steps(case, now).iter().any(|step| step.what == What::AllowMore);
        match to_confirm {
            Some(_) => Self::ToConfirm,
            None if narrowed => {
                Self::Narrowed(missing_scopes(case).into_iter().map(Scope::in_words).collect())
            }
            None if case.ended.is_none() && case.casework.pause.is_some() => Self::Paused,
            None => Self::Nothing,
        }
    }
}

/// What happens next, and by when.
struct Next {
    words: String,
    by: String,
}

impl Next {
    fn of(case: &Case, nurse: &Nurse, now: Timestamp) -> Option<Self> {
        let next = comes_next(case, now)?;
        let by = next.by.filter(|by| *by > now).map(day_in_words).unwrap_or_default();
        Some(Self { words: next.words.replace("{nurse}", &nurse.name), by })
    }
}

/// Something that the member can do now, and where.
struct OwnTask {
    words: &'static str,
    path: String,
    /// The case waits for it.
    needed: bool,
}

struct ChosenSpecialist {
    name: String,
    specialty: String,
    gmc_number: String,
    accepted: bool,
}

/// How far a copy of everything held is.
struct CopyOfAll {
    /// The last day on which we may answer, in words, while one is being made.
    due: String,
    /// When the newest that is ready was asked for, in words.
    ready: String,
}

/// What the member agreed to, in a line.
struct Agreed {
    on: String,
    scopes: usize,
}

/// The path of the page.
pub fn own_case(selector: &str) -> String {
    web::landing(domain::access::Purpose::OwnCase, selector)
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let case = &file.loaded.case;
    if case.ended.is_none() && case.consent.given.is_none() {
        let statement = web::landing(domain::access::Purpose::Consent, &visit.selector);
        return Ok(Response::see_other(&statement));
    }
    let (nurse, specialist) =
        futures::future::try_join(context.nurse(case), specialist(context, case)).await?;
    let booked = booked(context, case, &nurse).await?;
    let signed = case.consent.standing().and_then(|consent| consent.copies.last());
    let body = MyCase {
        just_signed: signed.is_some_and(|copy| context.is_just_now(copy.at)),
        ..my_case(&visit.selector, &file, (nurse, specialist, booked), context.now())
    };
    Response::page("Your case", &body)
}

async fn specialist(context: &Context, case: &Case) -> Result<Option<ChosenSpecialist>, Problem> {
    let Some(chosen) = &case.matching.chosen else {
        return Ok(None);
    };
    let entry = context.directory.specialist(&chosen.specialist).await?;
    Ok(entry.map(|entry| ChosenSpecialist {
        specialty: entry.specialty.name().to_owned(),
        name: entry.name,
        gmc_number: entry.gmc_number,
        accepted: chosen.accepted.is_some(),
    }))
}

fn my_case<'a>(
    selector: &'a str,
    file: &CaseFile,
    (nurse, specialist, booked): (Nurse, Option<ChosenSpecialist>, Option<Booked>),
    now: Timestamp,
) -> MyCase<'a> {
    let case = &file.loaded.case;
    let given = case.consent.given.as_ref();
    let ended = case.ended.is_some();
    let halt = Halt::of(case, now);
    // Nothing is promised while the case cannot go on.
    let goes_on = !ended && !matches!(halt, Halt::Narrowed(_));
    let finish = expected_finish(case, now).filter(|_| goes_on);
    MyCase {
        selector,
        reference: case.id.reference(),
        just_signed: false,
        ended: if ended { stage(case).in_words() } else { "" },
        halt,
        next: Next::of(case, &nurse, now).filter(|_| goes_on),
        steps: if goes_on { pathway(case) } else { Vec::new() },
        finish: finish.map(weekday_in_words).unwrap_or_default(),
        tasks: tasks(case, selector, now),
        specialist: specialist.filter(|specialist| specialist.accepted || !ended),
        booked,
        report: may_disclose(case, Item::Report, &Reader::Member, now).is_ok(),
        consent: given
            .map(|consent| Agreed { on: day_in_words(consent.at), scopes: consent.scopes.len() }),
        withdrawn: case.consent.withdrawn.map(moment_in_words).unwrap_or_default(),
        may_change: case.standing_consent().is_ok(),
        copy_of_all: copy_of_all(case),
        complaints: complaints(case),
        nurse,
    }
}

/// What the case waits for comes first.
fn tasks(case: &Case, selector: &str, now: Timestamp) -> Vec<OwnTask> {
    let (choice, report) = (format!("/matching/choice/{selector}"), format!("/report/{selector}"));
    let change = format!("{}/change", own_case(selector));
    let asked = [
        (What::ChooseSpecialist, "Choose your specialist", &choice),
        (What::KeepChoice, "Look at your choice again", &choice),
        (What::AllowMore, "Change what you allow", &change),
        (What::ReadReport, "Read your report", &report),
        (What::AnswerFollowUp, "Tell us how it went", &report),
    ];
    let needed = |step: NextStep| {
        let (_, words, path) = asked.iter().find(|(what, ..)| *what == step.what)?;
        Some(OwnTask { words, path: (*path).clone(), needed: true })
    };
    let mut tasks: Vec<OwnTask> = next_steps(case, now).into_iter().filter_map(needed).collect();
    let can = |words, path| OwnTask { words, path, needed: false };
    if case.ended.is_none() && case.standing_consent().is_ok() {
        tasks.push(can("Send us documents of your own", format!("/my-records/{selector}")));
    }
    let chosen = case.matching.chosen.as_ref();
    let has_chosen = chosen.is_some_and(|chosen| chosen.asked_again.is_none());
    if case.ended.is_none() && has_chosen && case.records.handed_over.is_none() {
        tasks.push(can("Ask for another specialist", choice));
    }
    tasks
}

fn copy_of_all(case: &Case) -> CopyOfAll {
    let last = case.keeping.subject_access.last().filter(|request| request.copy.is_none());
    let due = last.map(|request| weekday_in_words(request.due)).unwrap_or_default();
    let ready = case.keeping.subject_access.iter().rev().find(|request| request.copy.is_some());
    CopyOfAll { due, ready: ready.map(|request| day_in_words(request.at)).unwrap_or_default() }
}

fn complaints(case: &Case) -> &'static str {
    let facts = &case.casework;
    let answered = facts.answered.iter().map(|answered| &answered.complaint);
    let any = facts.complaints.iter().chain(answered).any(|made| made.by == Party::Member);
    if any { "Your complaints" } else { "Make a complaint" }
}
