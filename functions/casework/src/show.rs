//! Showing a case to its nurse: how far it is, who the member is, what was learned. A logged read.

use crate::Context;
use domain::Case;
use domain::access::TypedContact;
use domain::casework::{Needs, QuestionWords};
use domain::ids::CaseId;
use domain::keeping::SubjectAccess;
use domain::money::Pence;
use domain::question::{Item, ReadFor, Reading, Task, may_disclose, tasks};
use domain::records::{Document, DocumentState, ItemState, Use};
use domain::referral::MemberDetails;
use domain::sheet::{Class, Words};
use handler::{Door, Progress, tagged};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use web::{Problem, Request, Response, reader};

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    progress: Progress,
    member: MemberDetails,
    #[serde(skip_serializing_if = "Option::is_none")]
    needs: Option<Needs>,
    questions: BTreeMap<String, QuestionWords>,
    checklist: BTreeMap<String, &'static str>,
    documents_being_checked: usize,
    tasks: Vec<Task>,
    /// The nurse's own, by id.
    own_tasks: BTreeMap<String, Words>,
    /// The private contact that was given last, for the nurse to confirm by phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    private_contact: Option<TypedContact>,
    /// The parties whose letters came back.
    not_delivered: Vec<String>,
    /// The complaints that wait for an answer, by id.
    complaints: BTreeMap<String, Words>,
    /// What doctors claimed for copying, in pence, by doctor.
    copying_fees: BTreeMap<String, Pence>,
    documents: BTreeMap<String, Paper>,
    /// The ended case that this one goes on from.
    #[serde(skip_serializing_if = "Option::is_none")]
    continues: Option<CaseId>,
    /// Requests for everything held, with the last day on which each may be answered.
    subject_access: Vec<SubjectAccess>,
}

/// A document as the nurse sees it before opening it.
#[derive(Serialize)]
struct Paper {
    used_for: Use,
    dated: Option<Date>,
    announced: Timestamp,
    state: &'static str,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) =
        context.open_at(Door::Read, request, &[Class::Contact, Class::Clinical]).await?;
    let (case, now) = (&file.loaded.case, context.now());
    let reader = reader(&by)?;
    may_disclose(case, Item::Contact, &reader, now).map_err(|_| Problem::not_found())?;
    let clinical = may_disclose(case, Item::Needs, &reader, now).is_ok();

    let needs = case.casework.needs.as_ref().filter(|_| clinical);
    let own_tasks = case.casework.open_tasks.iter().filter(|_| clinical);
    let offered = case.access.offered.as_ref();
    // A complaint is about us: it must be answered whatever was consented to.
    let complaints = case.casework.complaints.iter();
    let questions = case.casework.questions.iter().filter(|_| clinical);
    let shown = Shown {
        progress: Progress::of(case, now),
        member: file.member()?,
        needs: needs.map(|needs| file.read(&needs.sheet)).transpose()?,
        questions: questions
            .map(|it| Ok((it.question.to_string(), file.read(&it.sheet)?)))
            .collect::<Result<_, Problem>>()?,
        checklist: checklist(case),
        documents_being_checked: being_checked(case),
        tasks: tasks(case),
        own_tasks: own_tasks
            .map(|it| Ok((it.task.to_string(), file.read(&it.sheet)?)))
            .collect::<Result<_, Problem>>()?,
        private_contact: offered.map(|it| file.read(&it.sheet)).transpose()?,
        not_delivered: case.access.unreached.iter().map(|it| it.party.to_string()).collect(),
        complaints: complaints
            .map(|it| Ok((it.sheet.to_string(), file.read(&it.sheet)?)))
            .collect::<Result<_, Problem>>()?,
        copying_fees: copying_fees(case),
        documents: if clinical { papers(case) } else { BTreeMap::new() },
        continues: case.received.as_ref().and_then(|it| it.continues.clone()),
        subject_access: case.keeping.subject_access.clone(),
    };
    let answer = tagged(case, Response::json(200, &shown));
    let items: &[Item] = if clinical { &[Item::Contact, Item::Needs] } else { &[Item::Contact] };
    let reading = Reading::new(&by, items, ReadFor::of_staff(case, &by, now), now);
    context.files.note_read(&case.id, reading).await?;
    Ok(answer)
}

fn checklist(case: &Case) -> BTreeMap<String, &'static str> {
    let state = |state: &ItemState| match state {
        ItemState::Missing => "missing",
        ItemState::Received { .. } => "received",
        ItemState::NotAvailable { .. } => "not-available",
    };
    case.records.checklist.iter().map(|(item, it)| (item.0.clone(), state(it))).collect()
}

fn copying_fees(case: &Case) -> BTreeMap<String, Pence> {
    let asked = case.records.asked.iter();
    asked.filter_map(|it| Some((it.doctor.to_string(), it.copying_fee?))).collect()
}

fn papers(case: &Case) -> BTreeMap<String, Paper> {
    let paper = |it: &Document| Paper {
        used_for: it.used_for.clone(),
        dated: it.dated,
        announced: it.announced,
        state: match it.state {
            DocumentState::BeingChecked => "being-checked",
            DocumentState::Clean(_) => "clean",
            DocumentState::Refused { .. } => "refused",
        },
    };
    case.records.documents.iter().map(|(id, it)| (id.to_string(), paper(it))).collect()
}

fn being_checked(case: &Case) -> usize {
    let states = case.records.documents.values().map(|document| &document.state);
    states.filter(|state| **state == DocumentState::BeingChecked).count()
}
