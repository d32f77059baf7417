//! Announcing a document: the case knows of it before the bucket does, and the sender gets a signed
//! form that lets in this one file. By a doctor, the member or the specialist from their page, or by the
//! nurse on a doctor's behalf.

use crate::item::enter_item;
use crate::{CLASSES, Context, enter_own};
use api::NoFields;
use api::records::{AnnounceDocument, DocumentForm, OwnDocumentForm, SendFile, SentDocument};
use casefile::{Act, CaseFile};
use domain::Case;
use domain::access::{AT_THE_DESK, Purpose};
use domain::case::Door;
use domain::ids::DocumentId;
use domain::records::{Command, DocumentName, Use};
use domain::text::Line;
use handler::{Done, tagged};
use jiff::civil::Date;
use runtime::Fault;
use store::{LoadedCase, StoredAnswer};
use vault::UploadForm;
use web::{Problem, Request, Response, Visit, landing};

pub async fn announce(context: &Context, request: &Request) -> Result<Response, Problem> {
    let SentDocument { dated, name } = request.form::<DocumentForm>(&context.base_url)?;
    let (visit, file, item) = enter_item(context, request).await?;
    let sending = Sending {
        used_for: Use::Record { item },
        dated: dated.map(Into::into),
        name,
        page: landing(Purpose::GoAhead, &visit.selector),
    };
    on_page(context, request, &visit, file, sending).await
}

/// What the member adds of their own.
pub async fn announce_own(context: &Context, request: &Request) -> Result<Response, Problem> {
    let name = request.form::<OwnDocumentForm>(&context.base_url)?;
    let (visit, file) = enter_own(context, request).await?;
    let page = format!("/my-records/{}", visit.selector);
    let sending = Sending { used_for: Use::Own, dated: None, name, page };
    on_page(context, request, &visit, file, sending).await
}

/// The file of a report: it can only ever belong to this case and this version.
pub async fn announce_report(context: &Context, request: &Request) -> Result<Response, Problem> {
    request.form::<NoFields>(&context.base_url)?;
    let (visit, file) = context.enter(request, &AT_THE_DESK, &CLASSES).await?;
    let used_for = Use::Report { version: file.loaded.case.report.next_version() };
    let page = landing(Purpose::Opinion, &visit.selector);
    let sending = Sending { used_for, dated: None, name: None, page };
    on_page(context, request, &visit, file, sending).await
}

/// What is about to be sent from a page, and where the page is.
struct Sending {
    used_for: Use,
    dated: Option<Date>,
    name: Option<Line>,
    page: String,
}

async fn on_page(
    context: &Context,
    request: &Request,
    visit: &Visit,
    file: CaseFile,
    sending: Sending,
) -> Result<Response, Problem> {
    let Sending { used_for, dated, name, page } = sending;
    let bytes_max = used_for.takes().bytes_max();
    let (document, documents) = (runtime::new_id::<DocumentId>(), &context.own.documents);
    let sheet = name.map(|name| file.seal(&DocumentName { name })).transpose()?;
    let name = sheet.as_ref().map(|sheet| sheet.id.clone());
    let announce = Command::Announce { document: document.clone(), used_for, dated, name };
    let act = context.act_as(visit, announce).sheets(sheet);
    if request.wants_page() {
        let next = format!("{page}/uploads/{document}");
        return context.lead_on(visit, act, file.loaded, &next).await;
    }
    // The page's script sends several files one after another, and shows how far each is.
    let after = act.on(file.loaded).await?.case;
    let form = documents.upload_form(&after.id, &document, bytes_max, None).await?;
    Ok(Response::json(201, &send_file(document, form)))
}

fn send_file(document: DocumentId, form: UploadForm) -> SendFile {
    let UploadForm { action, fields, bytes_max } = form;
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    SendFile { document, action, fields, bytes_max }
}

/// The nurse sends what reached them on paper or by phone. Several records may be announced at once, unless
/// the caller pins the version that they saw.
pub async fn announce_by_nurse(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = match context.load(request).await {
        Err(Problem { answered: Some(kept), .. }) => return again(context, request, &kept).await,
        outcome => outcome?,
    };
    let AnnounceDocument { item, dated } = request.json()?;
    let (document, used_for) = (runtime::new_id::<DocumentId>(), Use::Record { item });
    let dated = dated.map(Into::into);
    let announce = Command::Announce { document: document.clone(), used_for, dated, name: None };
    let act = context.act(&by, announce);
    by_nurse(context, request, act, loaded, &document).await
}

/// The scan of a consent that was given on paper, or the nurse's note of one by phone. A consent has one
/// scan, so its caller is told of another writer who came first.
pub async fn announce_scan(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = match context.load(request).await {
        Err(Problem { answered: Some(kept), .. }) => return again(context, request, &kept).await,
        outcome => outcome?,
    };
    request.nothing()?;
    let (document, used_for) = (runtime::new_id::<DocumentId>(), Use::ConsentScan);
    let (dated, name) = (None, None);
    let announce = Command::Announce { document: document.clone(), used_for, dated, name };
    by_nurse(context, request, context.act(&by, announce), loaded, &document).await
}

/// Each answer gets a form of its own: only the document's id is kept under the key.
async fn by_nurse(
    context: &Context,
    request: &Request,
    act: Act<'_>,
    loaded: LoadedCase,
    document: &DocumentId,
) -> Result<Response, Problem> {
    let kept = |_: &Case| Response::json(201, document);
    match context.carry_out(request, act, loaded, kept).await? {
        Done::Now(after) => form_for(context, &after.case, document).await,
        Done::Before(kept) => again(context, request, &kept).await,
    }
}

/// Whoever has no part in the case any more gets no form, and no document gets one that is no longer
/// waited for.
async fn again(
    context: &Context,
    request: &Request,
    kept: &StoredAnswer,
) -> Result<Response, Problem> {
    let document: DocumentId = serde_json::from_str(&kept.body)
        .map_err(|_| Fault::broken("answering again", "the answer is not a document's id"))?;
    let (staff, loaded) = futures::future::try_join(context.callers.staff(request), async {
        Ok(context.files.cases.load(&request.id("id")?).await?)
    })
    .await?;
    let case = loaded.ok_or_else(Problem::not_found)?.case;
    let by = web::actor(&staff).ok_or_else(Problem::not_found)?;
    by.part_in(&case, context.now()).opens(Door::Work)?;
    form_for(context, &case, &document).await
}

async fn form_for(
    context: &Context,
    case: &Case,
    document: &DocumentId,
) -> Result<Response, Problem> {
    let announced = case.still_takes(document)?;
    let bytes_max = announced.used_for.takes().bytes_max();
    let documents = &context.own.documents;
    let form = documents.upload_form(&case.id, document, bytes_max, None).await?;
    Ok(tagged(case, Response::json(201, &send_file(document.clone(), form))))
}
