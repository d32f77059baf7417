//! Asking a treating doctor for the go-ahead and the records.

use crate::Context;
use domain::ids::DoctorId;
use domain::records::{Command, checklist_for};
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    doctor: DoctorId,
}

pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: Ask = request.json()?;

    let checklist = checklist_for(loaded.case.casework.specialty());
    let command = Command::Ask { doctor: asked.doctor, checklist };
    let after = context.act(&by, command).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}
