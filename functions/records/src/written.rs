//! A description that is written on the page: it goes the way of every file, through the scanner.

use crate::item::enter_item;
use crate::{Context, lead_back};
use api::records::WrittenForm;
use domain::ids::DocumentId;
use domain::records::{Command, Use};
use web::{Problem, Request, Response};

/// How the file begins, so that it is a text whatever the words begin with.
const HEADING: &str = "Description of the condition, as the doctor wrote it";

pub async fn send(context: &Context, request: &Request) -> Result<Response, Problem> {
    let words = request.form::<WrittenForm>(&context.base_url)?;
    let (visit, file, item) = enter_item(context, request).await?;
    if !item.may_be_written() {
        return Err(Problem::not_found());
    }
    // Sent again after an answer that was lost, it is the same document: the words are put there once more.
    let document: DocumentId = visit.form_id().unwrap_or_else(runtime::new_id);
    let case = file.loaded.case.id.clone();
    let used_for = Use::Record { item };
    let announce =
        Command::Announce { document: document.clone(), used_for, dated: None, name: None };
    let act = context.act_as(&visit, announce);
    let next = lead_back(context, &visit, act, file).await?;
    // The case knows of it first: the scanner's word on what no case knows is not heard.
    let bytes = format!("{HEADING}\n\n{}\n", words.reveal()).into_bytes();
    context.own.documents.put_quarantine(&case, &document, bytes).await?;
    Ok(next)
}
