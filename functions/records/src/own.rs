//! The member's page for papers of their own.

use crate::page::state_of;
use crate::{Context, enter_own};
use askama::Template;
use domain::Case;
use domain::calendar::day_in_words;
use domain::question::{Item, Looking, ReadFor};
use domain::records::{DOCUMENTS_MAX, Use};
use jiff::Timestamp;
use web::{Problem, Request, Response, page};

#[derive(Template)]
#[template(path = "own.html")]
struct Own<'a> {
    selector: &'a str,
    papers: Vec<Paper>,
    takes: &'static str,
    bytes_max: u64,
    files_max: usize,
    may_send: bool,
}

struct Paper {
    id: String,
    sent_on: String,
    state: &'static str,
    why_not: &'static str,
    clean: bool,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter_own(context, request).await?;
    let (case, now) = (&file.loaded.case, context.now());
    let looking = Looking::at(&[Item::Records], ReadFor::Own);
    context.look(&visit.actor, case, looking).await?;

    let may_send = case.ended.is_none() && case.standing_consent().is_ok();
    let body = Own {
        selector: &visit.selector,
        papers: papers(case, now),
        takes: Use::Own.takes().in_words(),
        bytes_max: Use::Own.takes().bytes_max(),
        files_max: DOCUMENTS_MAX,
        may_send,
    };
    let upload = context.own.documents.upload_address()?;
    Ok(Response::page_with_uploads(page::frame("Papers of my own", &body)?, &upload))
}

/// The newest first.
fn papers(case: &Case, now: Timestamp) -> Vec<Paper> {
    let own = case.records.documents.iter().filter(|(_, it)| it.used_for == Use::Own);
    let mut own: Vec<_> = own.collect();
    own.sort_by_key(|(_, document)| std::cmp::Reverse(document.announced));
    let paper = |(id, document): (&domain::ids::DocumentId, &domain::records::Document)| {
        let (state, why_not) = state_of(document, now);
        Paper {
            id: id.to_string(),
            sent_on: day_in_words(document.announced),
            state,
            why_not,
            clean: case.records.is_clean(id),
        }
    };
    own.into_iter().map(paper).collect()
}
