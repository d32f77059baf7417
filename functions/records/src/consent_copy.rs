//! The signed consent as a PDF, for the doctor who is asked because of it. A logged read.

use crate::{Context, doctor, enter};
use domain::consent::SignedCopy;
use domain::question::{Item, Looking, ReadFor, Shown};
use domain::sheet::Class;
use runtime::Fault;
use web::{Problem, Request, Response};

pub async fn download(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    doctor(&visit)?;
    let case = &file.loaded.case;
    let newest = case.standing_consent()?.copies.last().map(|copy| copy.sheet.clone());
    let id = newest.ok_or_else(Problem::not_found)?;

    let looking = Looking::at(&[Item::Consent], ReadFor::GoAhead);
    let look = context.look(&visit.actor, case, looking).await?;
    let file = context.files.with_these(file, Class::Contact, [&id]).await?;
    let copy: Shown<SignedCopy> = file.show(&look, Item::Consent, &id)?;
    let pdf = copy.part(|copy| &copy.paper).map_if_any(|paper| paper::pdf(&paper).ok());
    let unset = || Fault::broken("making a signed copy", "the paper could not be set");
    let pdf = pdf.ok_or_else(unset)?;
    let name = format!("consent-{}.pdf", file.loaded.case.id.reference());
    Ok(Response::file("application/pdf", &name, pdf.to_string()))
}
