//! What was sent: the records, as the specialist reads them, and the files of the report itself.

use casefile::CaseFile;
use domain::Case;
use domain::calendar::moment_in_words;
use domain::ids::DocumentId;
use domain::question::{Item, Look, Shown};
use domain::records::{ChecklistItem, Document, DocumentName, DocumentState, ItemState, Use};
use domain::sheet::Words;
use jiff::Timestamp;
use web::Problem;

/// Something that was asked for or sent, with its documents.
pub struct SentRecord {
    pub name: String,
    /// Asked for, and not here yet.
    pub missing: bool,
    pub why_not: Option<Shown<String>>,
    pub documents: Vec<Paper>,
}

pub struct Paper {
    pub id: String,
    pub name: Option<Shown<String>>,
    /// The day that it bears, in words, or nothing.
    pub dated: String,
}

/// Every item of the checklist with what was sent for it, then what the member added.
pub fn records(file: &CaseFile, look: &Look) -> Result<Vec<SentRecord>, Problem> {
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

/// The clean files that were sent for the next version, newest last.
pub fn files(case: &Case) -> Vec<String> {
    let next = case.report.next_version();
    let documents = case.records.documents.iter();
    documents
        .filter(|(_, document)| document.used_for == Use::Report { version: next })
        .filter(|(_, document)| matches!(document.state, DocumentState::Clean(_)))
        .map(|(id, _)| id.to_string())
        .collect()
}

/// The files that are being checked, or were not taken; the newest first.
pub fn waiting(case: &Case, now: Timestamp) -> Vec<(String, &'static str)> {
    let next = case.report.next_version();
    let documents = case.records.documents.values();
    let mut of_next: Vec<&Document> =
        documents.filter(|document| document.used_for == Use::Report { version: next }).collect();
    of_next.sort_by_key(|document| std::cmp::Reverse(document.announced));
    let state = |document: &Document| match &document.state {
        DocumentState::BeingChecked if document.has_not_arrived(now) => Some("did not arrive"),
        DocumentState::BeingChecked => Some("not here yet, or being checked"),
        DocumentState::Refused { why } => Some(why.in_words()),
        DocumentState::Clean(_) | DocumentState::TakenBack { .. } => None,
    };
    let line = |document: &Document| Some((moment_in_words(document.announced), state(document)?));
    of_next.into_iter().filter_map(line).collect()
}
