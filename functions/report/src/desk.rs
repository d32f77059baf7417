//! The specialist's desk: the case as it was handed over, and the forms to review and report.

use crate::{Context, enter};
use askama::Template;
use casefile::CaseFile;
use domain::casework::{Needs, QuestionWords};
use domain::ids::{DocumentId, SpecialistId};
use domain::question::{Item, ReadFor, Reader, Reading, may_disclose};
use domain::records::{DocumentState, Use};
use domain::{Actor, Case};
use web::{Problem, Request, Response, Visit, page};

#[derive(Template)]
#[template(path = "desk.html")]
struct Desk {
    selector: String,
    reference: String,
    member: String,
    born: String,
    issue: String,
    history: String,
    needs: String,
    records: Vec<SentRecord>,
    questions: Vec<(String, String)>,
    reviewed: bool,
    handed_in: u32,
    files: Vec<String>,
    may_hand_in: bool,
    concerns: usize,
}

/// Something that was asked for or sent, with its documents.
struct SentRecord {
    name: String,
    documents: Vec<Paper>,
}

struct Paper {
    id: String,
    /// The day that it bears, in words, or nothing.
    dated: String,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let (case, now) = (&file.loaded.case, context.now());
    let specialist = specialist(&visit)?;
    let reader = Reader::Specialist(specialist.clone());
    may_disclose(case, Item::Records, &reader, now).map_err(|_| Problem::gone())?;

    let body = desk(&visit, &file)?;
    let items = [Item::Contact, Item::Needs, Item::Records];
    let reading = Reading::new(&visit.actor, &items, ReadFor::Opinion, now);
    context.files.note_read(&case.id, reading).await?;
    page::answer("The case in your hands", &body)
}

pub fn specialist(visit: &Visit) -> Result<SpecialistId, Problem> {
    let Actor::Specialist(id) = &visit.actor else {
        return Err(Problem::gone());
    };
    Ok(id.clone())
}

fn desk(visit: &Visit, file: &CaseFile) -> Result<Desk, Problem> {
    let case = &file.loaded.case;
    let member = file.member()?;
    let needs = case.casework.needs.as_ref();
    let needs: Option<Needs> = needs.map(|needs| file.read(&needs.sheet)).transpose()?;
    let history = needs.as_ref().and_then(|it| it.history.as_ref()).map(|it| it.reveal().clone());
    let text = |of: fn(&Needs) -> &String| needs.as_ref().map(of).cloned().unwrap_or_default();
    let last = case.report.versions.last();
    let released = case.report.released.is_some();
    Ok(Desk {
        selector: visit.selector.clone(),
        reference: case.id.reference(),
        member: member.name.reveal().to_owned(),
        born: member.birth_date.reveal().strftime("%-d %B %Y").to_string(),
        issue: text(|needs| needs.issue.reveal()),
        history: history.unwrap_or_default(),
        needs: text(|needs| needs.needs.reveal()),
        records: records(case),
        questions: questions(file)?,
        reviewed: case.report.reviewed.is_some(),
        handed_in: last.map_or(0, |version| version.version),
        files: files(case),
        concerns: case.report.concerns.len(),
        may_hand_in: !released && last.is_none_or(|version| version.returned.is_some()),
    })
}

/// Every item of the checklist with what was sent for it, then what the member added.
fn records(case: &Case) -> Vec<SentRecord> {
    let papers = |wanted: &Use| -> Vec<Paper> {
        let sent = case.records.shown_records().filter(|(_, used_for, _)| *used_for == wanted);
        sent.map(|(id, _, _)| paper(case, id)).collect()
    };
    let checklist = case.records.checklist.keys();
    let mut lines: Vec<SentRecord> = checklist
        .map(|item| SentRecord {
            name: item.name().to_owned(),
            documents: papers(&Use::Record { item: item.clone() }),
        })
        .collect();
    let own = papers(&Use::Own);
    if !own.is_empty() {
        lines.push(SentRecord { name: "Added by the member".to_owned(), documents: own });
    }
    lines
}

fn paper(case: &Case, id: &DocumentId) -> Paper {
    let dated = case.records.documents.get(id).and_then(|it| it.dated);
    let dated = dated.map(|day| day.strftime("%A %-d %B %Y").to_string()).unwrap_or_default();
    Paper { id: id.to_string(), dated }
}

/// The questions with their words, in the order in which they were added.
pub fn questions(file: &CaseFile) -> Result<Vec<(String, String)>, Problem> {
    let words = |it: &domain::casework::Question| -> Result<(String, String), Problem> {
        let words: QuestionWords = file.read(&it.sheet)?;
        Ok((it.question.to_string(), words.question.reveal().clone()))
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
