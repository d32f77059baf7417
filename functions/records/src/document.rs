//! Reading a document: a logged read that leads to a one-minute address with a neutral name.

use crate::{CLASSES, Context, enter_own};
use domain::ids::DocumentId;
use domain::question::{Item, ReadFor, Reading, may_disclose};
use domain::records::Use;
use handler::Door;
use web::{Problem, Request, Response, reader};

/// By the nurse of the case, the clinical lead, or a nurse who broke the glass.
pub async fn read(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open_at(Door::Read, request, &CLASSES).await?;
    let (case, now) = (&file.loaded.case, context.now());
    let document: DocumentId = request.id("document")?;
    let known = case.records.documents.get(&document).ok_or_else(Problem::not_found)?;
    let item = known.used_for.disclosed_as();
    may_disclose(case, item, &reader(&by)?, now).map_err(|_| Problem::not_found())?;
    if !case.records.is_clean(&document) {
        return Err(Problem::new(409, "not-clean", "it is being checked, or was not taken"));
    }
    let clean = file.content(&document)?.ok_or_else(Problem::not_found)?;

    let url = context.own.documents.read_url(&case.id, &document, clean).await?;
    let reading = Reading::new(&by, &[item], ReadFor::of_staff(case, &by, now), now);
    context.files.note_read(&case.id, reading.of(&document)).await?;
    Ok(Response::elsewhere(url))
}

/// What the member added, by the member.
pub async fn read_own(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter_own(context, request).await?;
    let (case, now) = (&file.loaded.case, context.now());
    let document: DocumentId = request.id("document")?;
    let own = case.records.documents.get(&document).is_some_and(|it| it.used_for == Use::Own);
    let clean = file.content(&document)?.filter(|_| own).ok_or_else(Problem::not_found)?;

    let url = context.own.documents.read_url(&case.id, &document, clean).await?;
    let reading = Reading::new(&visit.actor, &[Item::Records], ReadFor::Own, now);
    context.files.note_read(&case.id, reading.of(&document)).await?;
    Ok(Response::elsewhere(url))
}
