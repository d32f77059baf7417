//! Asking a treating doctor for the go-ahead and the records.

use crate::Context;
use api::records::AskDoctor;
use domain::records::{Command, checklist_for};
use web::{Problem, Request, Response};

pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let AskDoctor { doctor } = request.json()?;

    let checklist = checklist_for(loaded.case.casework.specialty());
    let act = context.act(&by, Command::Ask { doctor, checklist }).as_loaded();
    context.progress(request, act, loaded).await
}
