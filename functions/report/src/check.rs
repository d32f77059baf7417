//! The nurse reads a report before its release. A logged read.

use crate::Context;
use api::report::ReportShown;
use domain::question::{Item, Looking, ReadFor};
use domain::sheet::Class;
use handler::tagged;
use web::{Problem, Request, Response};

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let case = &file.loaded.case;
    let newest = case.report.versions.last().ok_or_else(Problem::not_found)?;
    let looking = Looking::at(&[Item::ReportDraft], ReadFor::Release);
    let look = context.look(&by, case, looking).await?;

    let report = file.show(&look, Item::ReportDraft, &newest.sheet)?;
    let shown = ReportShown { version: newest.version, report };
    Ok(tagged(case, Response::json(200, &shown)))
}
