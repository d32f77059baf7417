//! The specialist's desk: the case as it was handed over, and the forms to review and report.

use crate::before::{Before, Consultation, findings, impacts};
use crate::sent::{SentRecord, files, records, waiting};
use crate::{Context, enter};
use askama::Template;
use casefile::CaseFile;
use domain::Case;
use domain::calendar::{date_in_words, weekday_in_words};
use domain::casework::{Needs, Question, QuestionWords};
use domain::ids::SheetId;
use domain::question::{Item, Look, Looking, ReadFor, Shown, outlook};
use domain::records::every_item;
use domain::referral::MemberDetails;
use domain::scheduling::Mode;
use domain::text::{dialled, grouped};
use futures::future;
use handler::place_for_specialist;
use jiff::Timestamp;
use web::{Expected, Filled, Nurse, Problem, Request, Response, Visit};

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
    /// Files for the next version that cannot be chosen: when they were sent, and why not.
    waiting: Vec<(String, &'static str)>,
    expected: Expected,
    handing_in: HandingIn,
    /// What the last version was, and why it was returned.
    before: Before,
    /// What can be found, by code and words.
    findings: Vec<(&'static str, &'static str)>,
    impacts: Vec<(&'static str, &'static str)>,
    consultation: Consultation,
    /// Where it is, or who calls whom.
    place: String,
    /// The member's number, where the specialist phones them.
    phone: MembersPhone,
    /// As it is written, and as a link dials it.
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

/// The number on which the specialist phones the member, if they do.
enum MembersPhone {
    NotNeeded,
    /// As it is written, and as a link dials it.
    Known((Shown<String>, Shown<String>)),
    Unknown,
}

/// Whether a version of the report can be handed in.
enum HandingIn {
    Open,
    /// The last one waits for its check.
    WithNurse,
    Released,
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
    let service_phone = (context.service_phone.clone(), dialled(&context.service_phone));
    let shown = desk(&visit, &file, &look, (forms, nurse), context.now())?;
    let body = Desk { place, service_phone, ..shown };
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
        waiting: waiting(case, now),
        expected: outlook(case, now).map(Expected::of).unwrap_or_default(),
        concerns: case.report.concerns.len(),
        handing_in: handing_in(case),
        before,
        findings: findings(),
        impacts: impacts(),
        consultation: Consultation::of(case, now),
        place: String::new(),
        phone: phone(case, &member),
        service_phone: (String::new(), String::new()),
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

fn handing_in(case: &Case) -> HandingIn {
    let last = case.report.last_version();
    if case.report.released.is_some() {
        HandingIn::Released
    } else if last.is_none_or(|version| version.returned.is_some()) {
        HandingIn::Open
    } else {
        HandingIn::WithNurse
    }
}

/// Where the specialist phones the member: the number that the case has for them.
fn phone(case: &Case, member: &Shown<MemberDetails>) -> MembersPhone {
    let booked = case.scheduling.appointment.as_ref();
    match booked.map(|booked| booked.mode) {
        Some(Mode::Telephone) => member.part_if_any(|details| details.phone.as_ref()).map_or(
            MembersPhone::Unknown,
            |phone| {
                let read = phone.clone().map(|digits| grouped(&digits));
                MembersPhone::Known((read, phone.map(|digits| dialled(&digits))))
            },
        ),
        Some(Mode::Video | Mode::FaceToFace) | None => MembersPhone::NotNeeded,
    }
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
