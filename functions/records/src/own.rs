//! The member's page for papers of their own.

use crate::item::state_of;
use crate::{Context, enter_own};
use askama::Template;
use casefile::CaseFile;
use domain::Case;
use domain::calendar::day_in_words;
use domain::ids::DocumentId;
use domain::question::{Item, Look, Looking, ReadFor, Shown};
use domain::records::{
    ChecklistItem, DOCUMENTS_MAX, Document, DocumentName, DocumentState, ItemState, Use,
};
use jiff::Timestamp;
use web::{Filled, Nurse, Problem, Request, Response};

#[derive(Template)]
#[template(path = "own.html")]
struct Own<'a> {
    selector: &'a str,
    papers: Vec<Paper>,
    takes: &'static str,
    bytes_max: u64,
    files_max: usize,
    may_send: bool,
    form: Filled,
    /// What was asked for, each with how far it is.
    from_doctors: Vec<AskedOfDoctors>,
    any_received: bool,
    any_to_take_back: bool,
    nurse: Nurse,
}

struct AskedOfDoctors {
    name: String,
    state: &'static str,
}

struct Paper {
    id: String,
    name: Option<Shown<String>>,
    number: usize,
    sent_on: String,
    state: &'static str,
    why_not: &'static str,
    clean: bool,
    /// Until the scanner has spoken nobody knows whether a file came.
    coming: bool,
    may_be_taken_back: bool,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter_own(context, request).await?;
    let (case, now) = (&file.loaded.case, context.now());
    let looking = Looking::at(&[Item::Records], ReadFor::Own);
    let look = context.look(&visit.actor, case, looking).await?;

    let may_send = case.ended.is_none() && case.standing_consent().is_ok();
    let papers = papers(&file, &look, now)?;
    let body = Own {
        selector: &visit.selector,
        any_to_take_back: may_send && papers.iter().any(|paper| paper.may_be_taken_back),
        papers,
        takes: Use::Own.takes().in_words(),
        bytes_max: Use::Own.takes().bytes_max(),
        files_max: DOCUMENTS_MAX,
        may_send,
        form: request.filled("POST /my-records/{session}/uploads"),
        from_doctors: from_doctors(case),
        any_received: case
            .records
            .checklist
            .values()
            .any(|state| matches!(state, ItemState::Received { .. })),
        nurse: context.nurse(case).await?,
    };
    let upload = context.own.documents.upload_address()?;
    Ok(Response::page("Your documents", &body)?.uploading_to(&upload))
}

/// By name and state: the documents themselves are clinical, and come with the copy of everything.
fn from_doctors(case: &Case) -> Vec<AskedOfDoctors> {
    let line = |(item, state): (&ChecklistItem, &ItemState)| AskedOfDoctors {
        name: item.name().to_owned(),
        state: match state {
            ItemState::Missing => "not here yet",
            ItemState::Received { .. } => "here",
            ItemState::NotAvailable { .. } => "not available",
        },
    };
    case.records.checklist.iter().map(line).collect()
}

/// The newest first; they are numbered in the order in which they came.
fn papers(file: &CaseFile, look: &Look, now: Timestamp) -> Result<Vec<Paper>, Problem> {
    let case = &file.loaded.case;
    let own = case.records.documents.iter();
    let own = own.filter(|(_, sent)| sent.used_for == Use::Own && !sent.has_not_arrived(now));
    let mut own: Vec<_> = own.collect();
    own.sort_by_key(|(_, document)| std::cmp::Reverse(document.announced));
    let count = own.len();
    let paper = |(behind, (id, document)): (usize, (&DocumentId, &Document))| {
        // What was sent by mistake may bear another person's name.
        let name = document.name.as_ref().filter(|_| !document.is_taken_back());
        let name = name.map(|name| file.show::<DocumentName>(look, Item::Records, name));
        let (state, why_not) = state_of(document, now);
        Ok(Paper {
            id: id.to_string(),
            name: name.transpose()?.map(|name| name.part(|name| &name.name)),
            number: count - behind,
            sent_on: day_in_words(document.announced),
            state,
            why_not,
            clean: case.records.is_clean(id),
            coming: document.state == DocumentState::BeingChecked,
            may_be_taken_back: case.records.may_be_taken_back(document),
        })
    };
    own.into_iter().enumerate().map(paper).collect()
}
