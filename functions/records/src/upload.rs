//! Announcing a document: the case knows of it before the bucket does, and the sender gets a signed
//! form that lets in this one file. By a doctor from their page, by the member from theirs, or by the
//! nurse on a doctor's behalf.

use crate::Room;
use askama::Template;
use casefile::CaseFile;
use domain::access::Purpose;
use domain::ids::DocumentId;
use domain::records::{Command, Item, Use};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use vault::UploadForm;
use web::{Nothing, Problem, Request, Response, Visit, landing, page, tagged};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Announce {
    item: Item,
    /// The day that the paper bears; empty where the form was left so.
    #[serde(default)]
    dated: Option<String>,
}

impl Announce {
    fn dated(&self) -> Result<Option<Date>, Problem> {
        let typed = self.dated.as_deref().filter(|typed| !typed.is_empty());
        let wrong = |_| Problem::bad_field("dated", "it must be a day such as 2026-11-02");
        typed.map(str::parse).transpose().map_err(wrong)
    }
}

#[derive(Template)]
#[template(path = "upload.html")]
struct Upload<'a> {
    back: &'a str,
    item: &'a str,
    form: UploadForm,
    takes: &'static str,
    files_left: usize,
}

/// Where and how to send the file: a form with these fields, the file last, as `file`.
#[derive(Serialize)]
struct SendFile {
    document: DocumentId,
    #[serde(flatten)]
    form: UploadForm,
}

pub async fn announce(room: &Room, request: &Request) -> Result<Response, Problem> {
    let asked: Announce = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request).await?;
    let (name, dated) = (asked.item.name().to_owned(), asked.dated()?);
    let used_for = Use::Record { item: asked.item };
    let back = landing(Purpose::GoAhead, &visit.selector);
    on_page(room, request, &visit, file, (used_for, dated), &name, &back).await
}

/// What the member adds of their own.
pub async fn announce_own(room: &Room, request: &Request) -> Result<Response, Problem> {
    let Nothing {} = request.form(&room.base_url)?;
    let (visit, file) = room.enter_own(request).await?;
    let back = format!("/my-records/{}", visit.selector);
    on_page(room, request, &visit, file, (Use::Own, None), "a paper of your own", &back).await
}

async fn on_page(
    room: &Room,
    request: &Request,
    visit: &Visit,
    file: CaseFile,
    (used_for, dated): (Use, Option<Date>),
    item: &str,
    back: &str,
) -> Result<Response, Problem> {
    let (case, takes) = (file.loaded.case.id.clone(), used_for.takes());
    let files_left = file.loaded.case.records.places_left(room.clock.now()).saturating_sub(1);
    let document = new_id()?;
    let command = Command::Announce { document: document.clone(), used_for, dated };
    room.act_on_page(visit, file.loaded, command, Vec::new(), back).await?;
    if !request.wants_page() {
        // The page's script sends several files one after another, and shows how far each is.
        let form = room.documents.upload_form(&case, &document, takes.bytes_max(), None).await?;
        return Ok(Response::json(201, &SendFile { document, form }));
    }

    let then = format!("{}{back}", room.base_url);
    let form = room.documents.upload_form(&case, &document, takes.bytes_max(), Some(&then)).await?;
    let target = form.action.clone();
    let body = Upload { back, item, form, takes: takes.in_words(), files_left };
    Ok(Response::page(200, page::frame("Send a file", &body)?, Some(&target)))
}

/// The nurse sends what reached them on paper or by phone.
pub async fn announce_by_nurse(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.at_case(request).await?;
    let asked: Announce = request.json()?;
    let (dated, used_for) = (asked.dated()?, Use::Record { item: asked.item });
    let (case, takes) = (loaded.case.id.clone(), used_for.takes());

    let document = new_id()?;
    let command = Command::Announce { document: document.clone(), used_for, dated };
    let now = room.clock.now();
    let (sheets, parts) = (Vec::new(), Vec::new());
    let after = if request.pins_version() {
        room.files.carry_out(loaded, &by, command, sheets, parts, now).await?
    } else {
        room.files.insist(loaded, &by, command, sheets, parts, now).await?
    };
    let form = room.documents.upload_form(&case, &document, takes.bytes_max(), None).await?;
    Ok(tagged(&after.case, Response::json(201, &SendFile { document, form })))
}

fn new_id() -> Result<DocumentId, Problem> {
    runtime::random_id().parse().map_err(|_| Problem::not_found())
}
