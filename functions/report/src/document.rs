//! Reading a document: a logged read that leads to a one-minute address with a neutral name.

use crate::desk::specialist;
use crate::{Context, enter, enter_own};
use domain::Case;
use domain::ids::DocumentId;
use domain::question::{Item, ReadFor, Reader, Reading, may_disclose};
use web::{Problem, Request, Response};

/// A record, by the specialist to whom the case was handed over.
pub async fn read(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let (case, now) = (&file.loaded.case, context.now());
    let document: DocumentId = request.id("document")?;
    let specialist = specialist(&visit)?;
    let reader = Reader::Specialist(specialist);
    may_disclose(case, Item::Records, &reader, now).map_err(|_| Problem::not_found())?;
    let record = case.records.documents.get(&document).filter(|it| it.used_for.is_record());
    record.ok_or_else(Problem::not_found)?;
    let clean = file.content(&document)?.ok_or_else(Problem::not_found)?;

    let url = context.own.documents.read_url(&case.id, &document, clean).await?;
    let reading = Reading::new(&visit.actor, &[Item::Records], ReadFor::Opinion, now);
    context.files.note_read(&case.id, reading.of(&document)).await?;
    Ok(Response::elsewhere(url))
}

/// The file of the released report, by the member.
pub async fn read_report(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter_own(context, request).await?;
    let (case, now) = (&file.loaded.case, context.now());
    may_disclose(case, Item::Report, &Reader::Member, now).map_err(|_| Problem::not_found())?;
    let document = released_file(case).ok_or_else(Problem::not_found)?;
    let clean = file.content(document)?.ok_or_else(Problem::not_found)?;

    let url = context.own.documents.read_url(&case.id, document, clean).await?;
    let reading = Reading::new(&visit.actor, &[Item::Report], ReadFor::Own, now);
    context.files.note_read(&case.id, reading.of(document)).await?;
    Ok(Response::elsewhere(url))
}

/// The file of the version that was released, if it came with one.
pub fn released_file(case: &Case) -> Option<&DocumentId> {
    case.report.released_version()?.document.as_ref()
}
