//! The member's own copy of everything held about them: asked for on their page, and fetched there once
//! it has been made.

use crate::Context;
use casefile::CaseFile;
use domain::access::{OWN_PAGES, Purpose};
use domain::keeping::Command;
use domain::question::{Item, ReadFor, Reader, Reading, may_disclose};
use web::{Nothing, Problem, Request, Response, Visit, landing};

async fn enter(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &OWN_PAGES, &[]).await
}

pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let Nothing {} = request.form(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    context.act_as(&visit, Command::AskSubjectAccess).insist_on(file.loaded).await?;
    Ok(Response::see_other(&landing(Purpose::OwnCase, &visit.selector)))
}

/// The newest that was made. A logged read that leads to a one-minute address.
pub async fn fetch(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let (case, now) = (&file.loaded.case, context.now());
    may_disclose(case, Item::Copy, &Reader::Member, now).map_err(|_| Problem::not_found())?;
    let copy = case.keeping.newest_copy().ok_or_else(Problem::not_found)?;

    let url = context.own.documents.copy_url(&case.id, copy).await?;
    let reading = Reading::new(&visit.actor, &[Item::Copy], ReadFor::Own, now);
    context.files.note_read(&case.id, reading).await?;
    Ok(Response::elsewhere(url))
}
