//! Announcing the file of a report: it can only ever belong to this case and this version.

use crate::Room;
use crate::desk::next_version;
use askama::Template;
use domain::access::Purpose;
use domain::ids::DocumentId;
use domain::records::{Command, DOCUMENT_BYTES_MAX, Use};
use vault::UploadForm;
use web::{Nothing, Problem, Request, Response, landing, page};

#[derive(Template)]
#[template(path = "attach.html")]
struct Attach<'a> {
    back: &'a str,
    form: UploadForm,
    megabytes_max: u64,
}

pub async fn announce(room: &Room, request: &Request) -> Result<Response, Problem> {
    let Nothing {} = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request, Purpose::Opinion).await?;
    let case = file.loaded.case.id.clone();
    let document: DocumentId = runtime::random_id().parse().map_err(|_| Problem::not_found())?;

    let used_for = Use::Report { version: next_version(&file.loaded.case) };
    let command = Command::Announce { document: document.clone(), used_for, dated: None };
    room.act_on_page(Purpose::Opinion, &visit, file.loaded, command, Vec::new()).await?;

    let back = landing(Purpose::Opinion, &visit.selector);
    let then = format!("{}{back}", room.base_url);
    let form =
        room.documents.upload_form(&case, &document, DOCUMENT_BYTES_MAX, Some(&then)).await?;
    let target = form.action.clone();
    let body = Attach { back: &back, form, megabytes_max: DOCUMENT_BYTES_MAX / (1024 * 1024) };
    Ok(Response::page(200, page::frame("Send your report as a file", &body)?, Some(&target)))
}
