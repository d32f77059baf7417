//! The member's own copy of everything held about them: asked for on their page, and fetched there once
//! it has been made.

use crate::Context;
use api::NoFields;
use casefile::CaseFile;
use domain::access::{OWN_PAGES, Purpose};
use domain::keeping::Command;
use domain::question::{Item, Looking, ReadFor};
use web::{Problem, Request, Response, Visit, landing};

async fn enter(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &OWN_PAGES, &[]).await
}

pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    request.form::<NoFields>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let act = context.act_as(&visit, Command::AskSubjectAccess);
    context.lead_on(&visit, act, file.loaded, &landing(Purpose::OwnCase, &visit.selector)).await
}

/// The newest that was made. A logged read that leads to a one-minute address.
pub async fn fetch(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let case = &file.loaded.case;
    let copy = case.keeping.newest_copy().ok_or_else(Problem::not_found)?;

    let looking = Looking::at(&[Item::Copy], ReadFor::Own);
    let look = context.look(&visit.actor, case, looking).await?;
    let url = context.own.documents.copy_url(&look, &case.id, copy).await?;
    Ok(Response::elsewhere(url))
}
