//! Complaints: made by anyone who has a part in the case, on a page of theirs, or noted by the nurse
//! who heard it; answered by the nurse or the clinical lead.

use crate::Context;
use api::casework::{AnswerComplaint, ComplaintForm, NoteComplaint};
use askama::Template;
use casefile::CaseFile;
use domain::access::Purpose;
use domain::calendar::day_in_words;
use domain::casework::Command;
use domain::casework::{AnsweredComplaint, Complaint};
use domain::ids::SheetId;
use domain::question::{Item, Looking, ReadFor, Shown, tasks};
use domain::sheet::{Class, Words};
use domain::{Actor, Case, Party};
use web::{Filled, Nurse, Problem, Request, Response, Visit, landing};

/// A complaint may be made from any page.
const ANY_PAGE: [Purpose; 7] = [
    Purpose::Consent,
    Purpose::OwnCase,
    Purpose::Choice,
    Purpose::GoAhead,
    Purpose::Brief,
    Purpose::Opinion,
    Purpose::Report,
];

#[derive(Template)]
#[template(path = "complaint.html")]
struct Ask<'a> {
    selector: &'a str,
    complaints: Vec<OwnComplaint>,
    form: Filled,
    /// Their main page, and what they call it.
    back: String,
    back_to: &'static str,
    by: Complainant,
    nurse: Nurse,
}

/// Who complains, for what they are told.
enum Complainant {
    Member,
    /// A treating doctor or their secretary.
    Doctor,
    Specialist,
}

/// A complaint of whoever looks, the newest first.
struct OwnComplaint {
    reference: String,
    /// Made a moment ago.
    is_new: bool,
    on: String,
    due: String,
    answered: bool,
    /// The member reads it here; others are told by phone or letter.
    answer: Option<Shown<String>>,
}

pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = visit(context, request).await?;
    let case = &file.loaded.case;
    let (back, back_to) = main_page(&visit);
    let body = Ask {
        selector: &visit.selector,
        complaints: own(context, &visit, &file).await?,
        form: request.filled("POST /complaint/{session}"),
        back,
        back_to,
        by: Complainant::of(&visit.actor),
        nurse: context.nurse(case).await?,
    };
    let title = if body.complaints.is_empty() { "Make a complaint" } else { "Your complaints" };
    Response::page(title, &body)
}

impl Complainant {
    fn of(by: &Actor) -> Self {
        match by.doctor() {
            Some(_) => Self::Doctor,
            None if matches!(by, Actor::Specialist(_)) => Self::Specialist,
            None => Self::Member,
        }
    }
}

fn main_page(visit: &Visit) -> (String, &'static str) {
    let page = |purpose| landing(purpose, &visit.selector);
    match (&visit.party, visit.purpose) {
        (Party::Member, _) => (page(Purpose::OwnCase), "your case"),
        (Party::Specialist(_), Purpose::Brief) => (page(Purpose::Brief), "the brief"),
        (Party::Specialist(_), _) => (page(Purpose::Opinion), "the case"),
        (Party::PrimaryConsultant(_) | Party::Secretary(_), _) => {
            (page(Purpose::GoAhead), "the request")
        }
    }
}

/// Those that wait for an answer, then those that have one.
async fn own(
    context: &Context,
    visit: &Visit,
    file: &CaseFile,
) -> Result<Vec<OwnComplaint>, Problem> {
    let case = &file.loaded.case;
    let facts = &case.casework;
    let theirs = |complaint: &Complaint| complaint.by == visit.party;
    let open = facts.complaints.iter().rev().filter(|open| theirs(open));
    let line = |complaint: &Complaint| OwnComplaint {
        is_new: context.is_just_now(complaint.at),
        ..waiting(case, complaint)
    };
    let mut lines: Vec<OwnComplaint> = open.map(line).collect();
    let answered = facts.answered.iter().rev().filter(|answered| theirs(&answered.complaint));
    let answered: Vec<&AnsweredComplaint> = answered.collect();
    let look = if visit.party == Party::Member && !answered.is_empty() {
        let looking = Looking::at(&[Item::AccessLog], ReadFor::Own);
        Some(context.look(&visit.actor, case, looking).await?)
    } else {
        None
    };
    for found in answered {
        let words = |look| file.show::<Words>(look, Item::AccessLog, &found.answer);
        let words = look.as_ref().map(words).transpose()?;
        let answer = words.map(|words| words.part(|words| &words.words));
        lines.push(OwnComplaint { answer, answered: true, ..waiting(case, &found.complaint) });
    }
    Ok(lines)
}

fn waiting(case: &Case, complaint: &Complaint) -> OwnComplaint {
    let due = tasks(case).into_iter().find(|task| task.since == complaint.at);
    OwnComplaint {
        reference: complaint.reference(),
        is_new: false,
        on: day_in_words(complaint.at),
        due: due.map(|task| day_in_words(task.due)).unwrap_or_default(),
        answered: false,
        answer: None,
    }
}

pub async fn make(context: &Context, request: &Request) -> Result<Response, Problem> {
    let complaint = request.form::<ComplaintForm>(&context.base_url)?;
    let (visit, file) = visit(context, request).await?;
    let sheet = file.seal(&Words::from(complaint))?;

    let complain = Command::Complain { sheet: sheet.id.clone(), by: visit.party.clone() };
    let act = context.act_as(&visit, complain).sheet(sheet);
    context.lead_on(&visit, act, file.loaded, &format!("/complaint/{}", visit.selector)).await
}

async fn visit(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &ANY_PAGE, &[Class::Clinical]).await
}

pub async fn note(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: NoteComplaint = request.json()?;

    let sheet = file.seal(&Words::from(asked.complaint))?;
    let command = Command::Complain { sheet: sheet.id.clone(), by: asked.party.0 };
    let act = context.act(&by, command).sheet(sheet);
    context.progress(request, act, file.loaded).await
}

pub async fn answer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: AnswerComplaint = request.json()?;
    let complaint: SheetId = request.id("complaint")?;

    let answer = file.seal(&Words::from(asked.answer))?;
    let command = Command::AnswerComplaint { complaint, answer: answer.id.clone() };
    let act = context.act(&by, command).sheet(answer);
    context.progress(request, act, file.loaded).await
}
