//! The page that a file is sent from, once it has been announced: a form that the bucket has signed. Opening
//! it again gives a fresh form for the same file.

use crate::{CLASSES, Context, enter, enter_own};
use askama::Template;
use casefile::CaseFile;
use domain::access::{AT_THE_DESK, Purpose};
use domain::ids::DocumentId;
use domain::records::Use;
use vault::UploadForm;
use web::{Problem, Request, Response, landing};

#[derive(Template)]
#[template(path = "upload.html")]
struct SendPage<'a> {
    back: &'a str,
    /// Where to say that nothing comes after all; a report's file is simply not chosen.
    give_up: Option<String>,
    /// What it is, as the sender knows it.
    item: &'a str,
    reference: String,
    form: UploadForm,
    takes: &'static str,
    files_left: usize,
}

pub async fn record(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let asked = |used_for: &Use| match used_for {
        Use::Record { item } => {
            let back = format!("/records/{}/items/{}", visit.selector, item.0);
            let give_up = Some(format!("{back}/documents"));
            Some(Sending { item: item.name().to_owned(), back, give_up })
        }
        Use::Own | Use::ConsentScan | Use::Report { .. } => None,
    };
    show(context, request, &file, asked).await
}

pub async fn own(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter_own(context, request).await?;
    let back = format!("/my-records/{}", visit.selector);
    let asked = |used_for: &Use| {
        let give_up = Some(format!("{back}/documents"));
        let item = "a document of your own".to_owned();
        (*used_for == Use::Own).then(|| Sending { item, back: back.clone(), give_up })
    };
    show(context, request, &file, asked).await
}

pub async fn report(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = context.enter(request, &AT_THE_DESK, &CLASSES).await?;
    let back = landing(Purpose::Opinion, &visit.selector);
    let asked = |used_for: &Use| match used_for {
        Use::Report { .. } => {
            Some(Sending { item: "your report".to_owned(), back: back.clone(), give_up: None })
        }
        Use::Own | Use::ConsentScan | Use::Record { .. } => None,
    };
    show(context, request, &file, asked).await
}

/// What a file is for, as its sender knows it, and the page that it is sent from.
struct Sending {
    item: String,
    back: String,
    /// The path of the documents that may be taken back from there.
    give_up: Option<String>,
}

/// `asked` says what the file is for, if it belongs there and nowhere else.
async fn show(
    context: &Context,
    request: &Request,
    file: &CaseFile,
    asked: impl Fn(&Use) -> Option<Sending>,
) -> Result<Response, Problem> {
    let (case, document) = (&file.loaded.case, request.id::<DocumentId>("document")?);
    // Only its sender was ever led to its id, which cannot be guessed.
    let known = case.records.documents.get(&document);
    let sending = known.and_then(|known| asked(&known.used_for));
    let Sending { item, back, give_up } = sending.ok_or_else(Problem::not_found)?;
    // It has arrived, or is waited for no longer: the page says how it is.
    let Ok(announced) = case.still_takes(&document) else {
        return Ok(Response::see_other(&back));
    };

    let takes = announced.used_for.takes();
    let then = format!("{}{back}", context.base_url);
    let documents = &context.own.documents;
    let form = documents.upload_form(&case.id, &document, takes.bytes_max(), Some(&then)).await?;
    let target = form.action.clone();
    let files_left = case.records.places_left(context.now());
    let body = SendPage {
        back: &back,
        give_up: give_up.map(|under| format!("{under}/{document}/take-back")),
        item: &item,
        reference: case.id.reference(),
        form,
        takes: takes.in_words(),
        files_left,
    };
    Ok(Response::page("Send a file", &body)?.posting_to(&target))
}
