//! Announcing a document: the case knows of it before the bucket does, and the browser gets a
//! signed form that lets in this one file.

use crate::Room;
use askama::Template;
use domain::access::Purpose;
use domain::ids::DocumentId;
use domain::records::{Command, DOCUMENT_BYTES_MAX, Item, Use};
use serde::Deserialize;
use vault::UploadForm;
use web::{Problem, Request, Response, landing, page};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Announce {
    item: Item,
}

#[derive(Template)]
#[template(path = "upload.html")]
struct Upload<'a> {
    back: &'a str,
    item: &'a str,
    form: UploadForm,
    megabytes_max: u64,
}

pub async fn announce(room: &Room, request: &Request) -> Result<Response, Problem> {
    let asked: Announce = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request).await?;
    let case = file.loaded.case.id.clone();
    let document: DocumentId = runtime::random_id().parse().map_err(|_| Problem::not_found())?;

    let used_for = Use::Record { item: asked.item.clone() };
    let command = Command::Announce { document: document.clone(), used_for };
    room.act_on_page(&visit, file.loaded, command, Vec::new()).await?;

    let back = landing(Purpose::GoAhead, &visit.selector);
    let then = format!("{}{back}", room.base_url);
    let form =
        room.documents.upload_form(&case, &document, DOCUMENT_BYTES_MAX, Some(&then)).await?;
    let target = form.action.clone();
    let megabytes_max = DOCUMENT_BYTES_MAX / (1024 * 1024);
    let body = Upload { back: &back, item: asked.item.name(), form, megabytes_max };
    Ok(Response::page(200, page::frame("Send a file", &body)?, Some(&target)))
}
