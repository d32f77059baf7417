//! The specialist's desk: the case as it was handed over, and the forms to review and report.

use crate::{Context, enter};
use askama::Template;
use casefile::CaseFile;
use domain::Case;
use domain::calendar::date_in_words;
use domain::casework::{Needs, Question, QuestionWords};
use domain::ids::{DocumentId, SheetId};
use domain::question::{Item, Look, Looking, ReadFor, Shown};
use domain::records::{DocumentState, Use};
use web::{Problem, Request, Response, Visit, page};

#[derive(Template)]
#[template(path = "desk.html")]
struct Desk {
    selector: String,
    reference: String,
    member: Shown<String>,
    born: Shown<String>,
    needs: Option<WhatIsNeeded>,
    records: Vec<SentRecord>,
    questions: Vec<(String, Shown<String>)>,
    reviewed: bool,
    handed_in: u32,
    files: Vec<String>,
    may_hand_in: bool,
    concerns: usize,
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
    documents: Vec<Paper>,
}

struct Paper {
    id: String,
    /// The day that it bears, in words, or nothing.
    dated: String,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let items = [Item::Contact, Item::Needs, Item::Records];
    let looking = Looking::at(&items, ReadFor::Opinion);
    let look = context.look(&visit.actor, &file.loaded.case, looking).await?;

    let body = desk(&visit, &file, &look)?;
    page::answer("The case in your hands", &body)
}

fn desk(visit: &Visit, file: &CaseFile, look: &Look) -> Result<Desk, Problem> {
    let case = &file.loaded.case;
    let member = file.show_member(look)?;
    let needs = case.casework.needs.as_ref();
    let last = case.report.versions.last();
    let released = case.report.released.is_some();
    Ok(Desk {
        selector: visit.selector.clone(),
        reference: case.id.reference(),
        member: member.part(|details| &details.name),
        born: member.part(|details| &details.birth_date).map(date_in_words),
        needs: needs.map(|needs| what_is_needed(file, look, &needs.sheet)).transpose()?,
        records: records(case),
        questions: questions(file, look, Item::Needs)?,
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
