//! Reading a document: a logged read that leads to a one-minute address with a neutral name.

use crate::{CLASSES, Context, enter_own};
use domain::ids::DocumentId;
use domain::question::{Item, Looking, ReadFor};
use domain::records::Use;
use web::{Problem, Request, Response};

/// By the nurse of the case, the clinical lead, or a nurse who broke the glass.
pub async fn read(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &CLASSES).await?;
    let case = &file.loaded.case;
    let document: DocumentId = request.id("document")?;
    let known = case.records.documents.get(&document).ok_or_else(Problem::not_found)?;
    let items = [known.used_for.disclosed_as()];
    let looking = Looking::at(&items, ReadFor::of_staff(case, &by, context.now())).of(&document);
    if !case.records.is_clean(&document) {
        looking.allowed(case, &by, context.now())?;
        return Err(Problem::new(
            409,
            "not-clean",
            "it is being checked, was not taken, or was taken back",
        ));
    }
    let look = context.look(&by, case, looking).await?;
    let clean = file.content(&document)?.ok_or_else(Problem::not_found)?;

    let url = context.own.documents.read_url(&look, &case.id, &document, clean).await?;
    Ok(Response::elsewhere(url))
}

/// What the member added, by the member.
pub async fn read_own(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter_own(context, request).await?;
    let case = &file.loaded.case;
    let document: DocumentId = request.id("document")?;
    let known = case.records.documents.get(&document);
    let own = known.is_some_and(|known| known.used_for == Use::Own);
    let clean = file.content(&document)?.filter(|_| own).ok_or_else(Problem::not_found)?;

    let looking = Looking::at(&[Item::Records], ReadFor::Own).of(&document);
    let look = context.look(&visit.actor, case, looking).await?;
    let url = context.own.documents.read_url(&look, &case.id, &document, clean).await?;
    Ok(Response::elsewhere(url))
}
