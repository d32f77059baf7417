//! The nurse reads a report before its release. A logged read.

use crate::Context;
use domain::Actor;
use domain::question::{Item, ReadFor, Reader, Reading, may_disclose};
use domain::report::ReportBody;
use domain::sheet::Class;
use handler::tagged;
use serde::Serialize;
use web::{Problem, Request, Response};

#[derive(Serialize)]
struct Shown {
    version: u32,
    report: ReportBody,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let (case, now) = (&file.loaded.case, context.now());
    let Actor::Nurse(nurse) = &by else {
        return Err(Problem::not_found());
    };
    may_disclose(case, Item::ReportDraft, &Reader::Nurse(nurse.clone()), now)
        .map_err(|_| Problem::not_found())?;
    let version = case.report.versions.last().ok_or_else(Problem::not_found)?;

    let shown = Shown { version: version.version, report: file.read(&version.sheet)? };
    let answer = tagged(case, Response::json(200, &shown));
    let reading = Reading::new(&by, &[Item::ReportDraft], ReadFor::Release, now);
    context.files.note_read(&case.id, reading).await?;
    Ok(answer)
}
