//! Reading a document: a logged read that leads to a one-minute address with a neutral name.

use crate::{Context, enter, enter_own};
use domain::Case;
use domain::ids::DocumentId;
use domain::question::{Item, Looking, ReadFor};
use web::{Problem, Request, Response};

/// A record, by the specialist to whom the case was handed over.
pub async fn read(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let case = &file.loaded.case;
    let document: DocumentId = request.id("document")?;
    let known = case.records.documents.get(&document);
    known.filter(|known| known.used_for.is_record()).ok_or_else(Problem::not_found)?;
    let clean = file.content(&document)?.ok_or_else(Problem::not_found)?;

    let looking = Looking::at(&[Item::Records], ReadFor::Opinion).of(&document);
    let look = context.look(&visit.actor, case, looking).await?;
    let url = context.own.documents.read_url(&look, &case.id, &document, clean).await?;
    Ok(Response::elsewhere(url))
}

/// The file of the released report, by the member.
pub async fn read_report(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter_own(context, request).await?;
    let case = &file.loaded.case;
    let document = released_file(case).ok_or_else(Problem::not_found)?;
    let clean = file.content(document)?.ok_or_else(Problem::not_found)?;

    let looking = Looking::at(&[Item::Report], ReadFor::Own).of(document);
    let look = context.look(&visit.actor, case, looking).await?;
    let url = context.own.documents.read_url(&look, &case.id, document, clean).await?;
    Ok(Response::elsewhere(url))
}

/// The file of the version that was released, if it came with one.
pub fn released_file(case: &Case) -> Option<&DocumentId> {
    case.report.released_version()?.document.as_ref()
}
