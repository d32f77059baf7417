//! The specialist's desk: the case as it was handed over, and the forms to review and report.

use crate::before::{Before, Consultation, findings, impacts};
use crate::{Context, enter};
use askama::Template;
use casefile::CaseFile;
use domain::Case;
use domain::calendar::{date_in_words, weekday_in_words};
use domain::casework::{Needs, Question, QuestionWords};
use domain::ids::{DocumentId, SheetId};
use domain::question::{Item, Look, Looking, ReadFor, Shown};
use domain::records::{ChecklistItem, DocumentName, DocumentState, ItemState, Use, every_item};
use domain::referral::MemberDetails;
use domain::scheduling::Mode;
use domain::sheet::Words;
use domain::text::dialled;
use futures::future;
use handler::place_for_specialist;
use jiff::Timestamp;
use web::{Filled, Nurse, Problem, Request, Response, Visit};

#[derive(Template)]
#[template(path = "desk.html")]
struct Desk {
    selector: String,
    reference: String,
    member: Shown<String>,
    born: Shown<String>,
    urgent: bool,
    latest_safe: String,
    needs: Option<WhatIsNeeded>,
    records: Vec<SentRecord>,
    questions: Vec<AskedQuestion>,
    reviewed: bool,
    handed_in: u32,
    files: Vec<String>,
    may_hand_in: bool,
    /// What the last version was, and why it was returned.
    before: Before,
    /// What can be found, by code and words.
    findings: Vec<(&'static str, &'static str)>,
    impacts: Vec<(&'static str, &'static str)>,
    consultation: Consultation,
    /// Where it is, or who calls whom.
    place: String,
    /// The member's number, where the specialist phones them.
    phone: Option<Shown<String>>,
    service_phone: (String, String),
    /// What can be asked for, by code and words.
    items: Vec<(&'static str, &'static str)>,
    concerns: usize,
    /// A doctor has objected, and the clinical lead has not decided yet.
    undecided: bool,
    missing_form: Filled,
    concern_form: Filled,
    review_form: Filled,
    hand_in: Filled,
    consultation_form: Filled,
    nurse: Nurse,
}

/// A question with what was answered before, if it was.
struct AskedQuestion {
    id: String,
    words: Shown<String>,
    answer: String,
}

/// What the nurse wrote of the member's needs.
struct WhatIsNeeded {
    issue: Shown<String>,
    history: Option<Shown<String>>,
    needs: Shown<String>,
}

/// Something that was asked for or sent, with its documents.
struct SentRecord {
    name: String,
    /// Asked for, and not here yet.
    missing: bool,
    why_not: Option<Shown<String>>,
    documents: Vec<Paper>,
}

struct Paper {
    id: String,
    name: Option<Shown<String>>,
    /// The day that it bears, in words, or nothing.
    dated: String,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let items = [Item::Contact, Item::Needs, Item::Records];
    let looking = Looking::at(&items, ReadFor::Opinion).and_if_allowed(&[Item::ReportDraft]);
    let case = &file.loaded.case;
    let look = context.look(&visit.actor, case, looking);
    let (look, nurse) = future::try_join(look, context.nurse(case)).await?;

    let booked = case.scheduling.appointment.as_ref();
    let place = match booked {
        Some(booked) => {
            place_for_specialist(&context.directory, booked, (&nurse.name, &nurse.phone)).await?
        }
        None => String::new(),
    };
    let forms = |route: &str| request.filled(route);
    let mut body = desk(&visit, &file, &look, (forms, nurse), context.now())?;
    body.place = place;
    body.service_phone = (context.service_phone.clone(), dialled(&context.service_phone));
    Response::page("Your case to review", &body)
}

fn desk(
    visit: &Visit,
    file: &CaseFile,
    look: &Look,
    (form, nurse): (impl Fn(&str) -> Filled, Nurse),
    now: Timestamp,
) -> Result<Desk, Problem> {
    let case = &file.loaded.case;
    let before = Before::of(file, look)?;
    let member = file.show_member(look)?;
    let needs = case.casework.needs.as_ref();
    let last = case.report.last_version();
    let released = case.report.released.is_some();
    Ok(Desk {
        selector: visit.selector.clone(),
        reference: case.id.reference(),
        member: member.part(|details| &details.name),
        born: member.part(|details| &details.birth_date).map(date_in_words),
        urgent: case.casework.urgent.is_some(),
        latest_safe: case
            .casework
            .dates
            .as_ref()
            .map(|dates| weekday_in_words(dates.latest_safe))
            .unwrap_or_default(),
        needs: needs.map(|needs| what_is_needed(file, look, &needs.sheet)).transpose()?,
        records: records(file, look)?,
        questions: asked(file, look, &before)?,
        reviewed: case.report.reviewed.is_some(),
        handed_in: last.map_or(0, |version| version.version),
        files: files(case),
        concerns: case.report.concerns.len(),
        may_hand_in: !released && last.is_none_or(|version| version.returned.is_some()),
        before,
        findings: findings(),
        impacts: impacts(),
        consultation: Consultation::of(case, now),
        place: String::new(),
        phone: phone(case, &member),
        service_phone: Default::default(),
        items: every_item(),
        undecided: case.records.needs_decision(),
        missing_form: form("POST /report/opinion/{session}/items"),
        concern_form: form("POST /report/opinion/{session}/concern"),
        review_form: form("POST /report/opinion/{session}/review"),
        hand_in: form("POST /report/opinion/{session}"),
        consultation_form: form("POST /report/opinion/{session}/consultation"),
        nurse,
    })
}

/// Where the specialist phones the member: the number that the case has for them.
fn phone(case: &Case, member: &Shown<MemberDetails>) -> Option<Shown<String>> {
    let booked = case.scheduling.appointment.as_ref();
    booked.filter(|booked| booked.mode == Mode::Telephone)?;
    member.part_if_any(|details| details.phone.as_ref())
}

fn asked(file: &CaseFile, look: &Look, before: &Before) -> Result<Vec<AskedQuestion>, Problem> {
    let questions = questions(file, look, Item::Needs)?.into_iter();
    let asked = |(id, words): (String, Shown<String>)| AskedQuestion {
        answer: before.answer(&id),
        id,
        words,
    };
    Ok(questions.map(asked).collect())
}

/// Every item of the checklist with what was sent for it, then what the member added.
fn records(file: &CaseFile, look: &Look) -> Result<Vec<SentRecord>, Problem> {
    let case = &file.loaded.case;
    let papers = |wanted: &Use| -> Result<Vec<Paper>, Problem> {
        let sent = case.records.shown_records().filter(|(_, used_for, _)| *used_for == wanted);
        sent.map(|(id, _, _)| paper(file, look, id)).collect()
    };
    let checklist = case.records.checklist.iter();
    let line = |(item, state): (&ChecklistItem, &ItemState)| -> Result<SentRecord, Problem> {
        Ok(SentRecord {
            missing: *state == ItemState::Missing,
            why_not: why_not(file, look, state)?,
            name: item.name().to_owned(),
            documents: papers(&Use::Record { item: item.clone() })?,
        })
    };
    let mut lines: Vec<SentRecord> = checklist.map(line).collect::<Result<_, _>>()?;
    let own = papers(&Use::Own)?;
    if !own.is_empty() {
        lines.push(SentRecord {
            name: "Added by the member".to_owned(),
            missing: false,
            why_not: None,
            documents: own,
        });
    }
    Ok(lines)
}

fn paper(file: &CaseFile, look: &Look, id: &DocumentId) -> Result<Paper, Problem> {
    let document = file.loaded.case.records.documents.get(id);
    let name = document.and_then(|document| document.name.as_ref());
    let name = name.map(|name| file.show::<DocumentName>(look, Item::Records, name)).transpose()?;
    let dated = document.and_then(|document| document.dated);
    Ok(Paper {
        id: id.to_string(),
        name: name.map(|name| name.part(|name| &name.name)),
        dated: dated.map(|day| day.strftime("%A %-d %B %Y").to_string()).unwrap_or_default(),
    })
}

/// Why a record is not available, in the words of whoever said so.
fn why_not(
    file: &CaseFile,
    look: &Look,
    state: &ItemState,
) -> Result<Option<Shown<String>>, Problem> {
    let reason = match state {
        ItemState::NotAvailable { reason, .. } => reason,
        ItemState::Missing | ItemState::Received { .. } => return Ok(None),
    };
    let reason: Shown<Words> = file.show(look, Item::Records, reason)?;
    Ok(Some(reason.part(|reason| &reason.words)))
}

fn what_is_needed(file: &CaseFile, look: &Look, sheet: &SheetId) -> Result<WhatIsNeeded, Problem> {
    let needs: Shown<Needs> = file.show(look, Item::Needs, sheet)?;
    Ok(WhatIsNeeded {
        issue: needs.part(|needs| &needs.issue),
        history: needs.part_if_any(|needs| needs.history.as_ref()),
        needs: needs.part(|needs| &needs.needs),
    })
}

/// The questions with their words, in the order in which they were added, as a part of that item.
pub fn questions(
    file: &CaseFile,
    look: &Look,
    item: Item,
) -> Result<Vec<(String, Shown<String>)>, Problem> {
    let words = |asked: &Question| -> Result<(String, Shown<String>), Problem> {
        let shown: Shown<QuestionWords> = file.show(look, item, &asked.sheet)?;
        Ok((asked.question.to_string(), shown.part(|words| &words.question)))
    };
    file.loaded.case.casework.questions.iter().map(words).collect()
}

/// The clean files that were sent for the next version, newest last.
fn files(case: &Case) -> Vec<String> {
    let next = case.report.next_version();
    let documents = case.records.documents.iter();
    documents
        .filter(|(_, document)| document.used_for == Use::Report { version: next })
        .filter(|(_, document)| matches!(document.state, DocumentState::Clean(_)))
        .map(|(id, _)| id.to_string())
        .collect()
}
