//! Announcing a document: the case knows of it before the bucket does, and the sender gets a signed
//! form that lets in this one file. By a doctor from their page, by the member from theirs, or by the
//! nurse on a doctor's behalf.

use crate::{Context, enter, enter_own};
use askama::Template;
use casefile::CaseFile;
use domain::Actor;
use domain::access::Purpose;
use domain::ids::DocumentId;
use domain::records::{ChecklistItem, Command, Use};
use handler::tagged;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::LoadedCase;
use vault::UploadForm;
use web::{Nothing, Problem, Request, Response, Visit, landing, page};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Announce {
    item: ChecklistItem,
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

pub async fn announce(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked: Announce = request.form(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;
    let (name, dated) = (asked.item.name().to_owned(), asked.dated()?);
    let back = landing(Purpose::GoAhead, &visit.selector);
    let used_for = Use::Record { item: asked.item };
    let sending = Sending { used_for, dated, name: &name, back: &back };
    on_page(context, request, &visit, file, sending).await
}

/// What the member adds of their own.
pub async fn announce_own(context: &Context, request: &Request) -> Result<Response, Problem> {
    let Nothing {} = request.form(&context.base_url)?;
    let (visit, file) = enter_own(context, request).await?;
    let back = format!("/my-records/{}", visit.selector);
    let name = "a paper of your own";
    let sending = Sending { used_for: Use::Own, dated: None, name, back: &back };
    on_page(context, request, &visit, file, sending).await
}

/// What is about to be sent from a page, and where the page is.
struct Sending<'a> {
    used_for: Use,
    dated: Option<Date>,
    /// As the sender knows it.
    name: &'a str,
    back: &'a str,
}

async fn on_page(
    context: &Context,
    request: &Request,
    visit: &Visit,
    file: CaseFile,
    sending: Sending<'_>,
) -> Result<Response, Problem> {
    let Sending { used_for, dated, name, back } = sending;
    let takes = used_for.takes();
    let (document, documents) = (runtime::new_id::<DocumentId>(), &context.own.documents);
    let announce = Command::Announce { document: document.clone(), used_for, dated };
    let after = context.act_as(visit, announce).insist_on(file.loaded).await?.case;
    if !request.wants_page() {
        // The page's script sends several files one after another, and shows how far each is.
        let form = documents.upload_form(&after.id, &document, takes.bytes_max(), None).await?;
        return Ok(Response::json(201, &SendFile { document, form }));
    }

    let then = format!("{}{back}", context.base_url);
    let form = documents.upload_form(&after.id, &document, takes.bytes_max(), Some(&then)).await?;
    let target = form.action.clone();
    let files_left = after.records.places_left(context.now());
    let body = Upload { back, item: name, form, takes: takes.in_words(), files_left };
    Ok(Response::page(200, page::frame("Send a file", &body)?, Some(&target)))
}

/// The nurse sends what reached them on paper or by phone.
pub async fn announce_by_nurse(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: Announce = request.json()?;
    let (dated, used_for) = (asked.dated()?, Use::Record { item: asked.item });

    by_nurse(context, request, &by, loaded, used_for, dated).await
}

/// The scan of a consent that was given on paper, or the nurse's note of one by phone.
pub async fn announce_scan(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    by_nurse(context, request, &by, loaded, Use::ConsentScan, None).await
}

/// Several records may be announced at once, unless the caller pins the version that they saw. A consent
/// has one scan, so its caller is told of another writer who came first.
async fn by_nurse(
    context: &Context,
    request: &Request,
    by: &Actor,
    loaded: LoadedCase,
    used_for: Use,
    dated: Option<Date>,
) -> Result<Response, Problem> {
    let takes = used_for.takes();
    let pinned = request.pins_version() || used_for == Use::ConsentScan;
    let document: DocumentId = runtime::new_id();
    let announce = Command::Announce { document: document.clone(), used_for, dated };
    let act = context.act(by, announce);
    let after = if pinned { act.on(loaded).await? } else { act.insist_on(loaded).await? };
    let documents = &context.own.documents;
    let form = documents.upload_form(&after.case.id, &document, takes.bytes_max(), None).await?;
    Ok(tagged(&after.case, Response::json(201, &SendFile { document, form })))
}
