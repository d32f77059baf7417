//! Announcing the file of a report: it can only ever belong to this case and this version.

use crate::{CLASSES, Context};
use api::NoFields;
use askama::Template;
use domain::access::Purpose;
use domain::ids::DocumentId;
use domain::records::{Command, DOCUMENT_BYTES_MAX, Use};
use vault::UploadForm;
use web::{Problem, Request, Response, landing, page};

#[derive(Template)]
#[template(path = "report-file.html")]
struct ReportFile<'a> {
    back: &'a str,
    form: UploadForm,
    megabytes_max: u64,
}

pub async fn announce(context: &Context, request: &Request) -> Result<Response, Problem> {
    request.form::<NoFields>(&context.base_url)?;
    let (visit, file) = context.enter(request, &[Purpose::Opinion], &CLASSES).await?;
    let document: DocumentId = runtime::new_id();

    let used_for = Use::Report { version: file.loaded.case.report.next_version() };
    let announce = Command::Announce { document: document.clone(), used_for, dated: None };
    let after = context.act_as(&visit, announce).insist_on(file.loaded).await?;

    let back = landing(Purpose::Opinion, &visit.selector);
    let then = format!("{}{back}", context.base_url);
    let documents = &context.own.documents;
    let form =
        documents.upload_form(&after.case.id, &document, DOCUMENT_BYTES_MAX, Some(&then)).await?;
    let target = form.action.clone();
    let megabytes_max = DOCUMENT_BYTES_MAX / (1024 * 1024);
    let body = ReportFile { back: &back, form, megabytes_max };
    Ok(Response::page(200, page::frame("Send your report as a file", &body)?, Some(&target)))
}
