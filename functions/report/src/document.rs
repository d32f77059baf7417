//! Reading a document: a logged read that leads to a one-minute address with a neutral name.

use crate::Room;
use crate::desk::specialist;
use domain::Case;
use domain::access::Purpose;
use domain::ids::{CaseId, DocumentId};
use domain::question::{Item, ReadFor, Reader, Reading, may_disclose};
use domain::records::{Content, DocumentKind, Use};
use lambda_http::http::header::LOCATION;
use web::{Problem, Request, Response};

/// A record, by the specialist to whom the case was handed over.
pub async fn read(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = room.enter(request, Purpose::Opinion).await?;
    let (case, now) = (&file.loaded.case, room.clock.now());
    let document: DocumentId = request.id("document")?;
    let specialist = specialist(&visit)?;
    let reader = Reader::Specialist(specialist);
    may_disclose(case, Item::Records, &reader, now).map_err(|_| Problem::not_found())?;
    let content = record(case, &document).ok_or_else(Problem::not_found)?;

    let url = address(room, &case.id, &document, content).await?;
    let reading = Reading::new(&visit.actor, &[Item::Records], ReadFor::Opinion, now);
    room.files.note_read(&case.id, reading.of(&document)).await?;
    Ok(elsewhere(url))
}

/// The file of the released report, by the member.
pub async fn read_report(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = room.enter(request, Purpose::Report).await?;
    let (case, now) = (&file.loaded.case, room.clock.now());
    may_disclose(case, Item::Report, &Reader::Member, now).map_err(|_| Problem::not_found())?;
    let document = released_file(case).ok_or_else(Problem::not_found)?;
    let content = case.records.content(document).ok_or_else(Problem::not_found)?;

    let url = address(room, &case.id, document, content).await?;
    let reading = Reading::new(&visit.actor, &[Item::Report], ReadFor::Own, now);
    room.files.note_read(&case.id, reading.of(document)).await?;
    Ok(elsewhere(url))
}

/// The file of the version that was released, if it came with one.
pub fn released_file(case: &Case) -> Option<&DocumentId> {
    let released = case.report.released.as_ref()?;
    let version = case.report.versions.iter().find(|it| it.version == released.version)?;
    version.document.as_ref()
}

fn record<'a>(case: &'a Case, id: &DocumentId) -> Option<&'a Content> {
    let document = case.records.documents.get(id)?;
    matches!(document.used_for, Use::Record { .. }).then(|| case.records.content(id)).flatten()
}

async fn address(
    room: &Room,
    case: &CaseId,
    document: &DocumentId,
    content: &Content,
) -> Result<String, Problem> {
    let ending = match content.kind {
        DocumentKind::Pdf => "pdf",
        DocumentKind::Jpeg => "jpg",
        DocumentKind::Png => "png",
        DocumentKind::Tiff => "tiff",
        DocumentKind::Dicom => "dcm",
        DocumentKind::Text => "txt",
    };
    Ok(room
        .documents
        .read_url(case, document, content.version.as_deref(), &format!("document.{ending}"))
        .await?)
}

fn elsewhere(url: String) -> Response {
    Response::text(303, "text/plain", String::new()).header(LOCATION, url)
}
