//! Records: the treating doctors' go-ahead, the documents and their checks, and the hand-over.

mod ask;
mod by_nurse;
mod complete;
mod consent_copy;
mod decide;
mod document;
mod fee;
mod go_ahead;
mod hand_over;
mod item;
mod items;
mod not_available;
mod own;
mod page;
mod send;
mod taken_back;
mod unscanned;
mod upload;
mod verdict;
mod written;

use casefile::{Act, CaseFile};
use domain::access::{OWN_PAGES, Purpose};
use domain::follow::SOURCE;
use domain::ids::DoctorId;
use domain::sheet::Class;
use runtime::{Aws, Settings, StartError};
use serde_json::Value;
use vault::Documents;
use web::{Problem, Request, Response, Visit, landing};

/// What this function is given beside the context of every function.
#[derive(Debug)]
struct Own {
    documents: Documents,
}

type Context = handler::Context<Own>;

/// What every page and every check here opens.
const CLASSES: [Class; 2] = [Class::Contact, Class::Clinical];

/// A treating doctor or their secretary at their page.
async fn enter(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &[Purpose::GoAhead], &CLASSES).await
}

/// The doctor of the session, whether they are at it or their secretary.
fn doctor(visit: &Visit) -> Result<DoctorId, Problem> {
    visit.actor.doctor().cloned().ok_or_else(Problem::gone)
}

/// The member at the page of their own papers.
async fn enter_own(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &OWN_PAGES, &CLASSES).await
}

/// Carries out what a form asks, and leads back to the doctor's page.
async fn lead_back(
    context: &Context,
    visit: &Visit,
    act: Act<'_>,
    file: CaseFile,
) -> Result<Response, Problem> {
    context.lead_on(visit, act, file.loaded, &landing(Purpose::GoAhead, &visit.selector)).await
}

fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    let own = Own { documents: handler::documents(aws, settings)? };
    Ok(Context::new(aws, settings, own)?)
}

async fn route(context: &Context, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "POST /cases/{id}/records" => ask::ask(context, request).await,
        "POST /cases/{id}/records/chase" => by_nurse::chase(context, request).await,
        "POST /cases/{id}/records/not-available" => by_nurse::not_available(context, request).await,
        "POST /cases/{id}/documents" => upload::announce_by_nurse(context, request).await,
        "GET /cases/{id}/documents/{document}" => document::read(context, request).await,
        "POST /cases/{id}/documents/{document}/take-back" => {
            taken_back::by_nurse(context, request).await
        }
        "GET /my-records/{session}" => own::show(context, request).await,
        "POST /my-records/{session}/uploads" => upload::announce_own(context, request).await,
        "GET /my-records/{session}/documents/{document}" => {
            document::read_own(context, request).await
        }
        "POST /my-records/{session}/documents/{document}/take-back" => {
            taken_back::by_member(context, request).await
        }
        "POST /records/{session}/fee" => fee::claim(context, request).await,
        "POST /cases/{id}/records/items" => items::ask(context, request).await,
        "POST /cases/{id}/records/complete" => complete::complete(context, request).await,
        "POST /cases/{id}/records/reopen" => complete::reopen(context, request).await,
        "POST /cases/{id}/hand-over" => hand_over::hand_over(context, request).await,
        "GET /records/{session}" => page::show(context, request).await,
        "POST /records/{session}/go-ahead" => go_ahead::answer(context, request).await,
        "GET /records/{session}/uploads/{document}" => send::record(context, request).await,
        "GET /my-records/{session}/uploads/{document}" => send::own(context, request).await,
        "GET /report/opinion/{session}/uploads/{document}" => send::report(context, request).await,
        "GET /records/{session}/consent" => consent_copy::download(context, request).await,
        "GET /records/{session}/items/{item}" => item::show(context, request).await,
        "POST /records/{session}/items/{item}/uploads" => upload::announce(context, request).await,
        "POST /records/{session}/items/{item}/text" => written::send(context, request).await,
        "POST /records/{session}/items/{item}/not-available" => {
            not_available::note(context, request).await
        }
        "POST /records/{session}/items/{item}/available" => {
            not_available::undo(context, request).await
        }
        "POST /records/{session}/items/{item}/documents/{document}/take-back" => {
            taken_back::by_sender(context, request).await
        }
        "POST /cases/{id}/go-ahead" => decide::decide(context, request).await,
        "POST /cases/{id}/consent/scan" => upload::announce_scan(context, request).await,
        "POST /report/opinion/{session}/uploads" => upload::announce_report(context, request).await,
        _ => Err(Problem::not_found()),
    }
}

/// The scanner's verdicts, the hourly look for those that never came, and files that were taken back.
async fn hear(context: &Context, event: &Value) -> Result<(), Problem> {
    if handler::swept(event).is_some() {
        return unscanned::ask_again(context).await;
    }
    if event["source"] == SOURCE {
        return taken_back::hear(context, event).await;
    }
    verdict::hear(context, event).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::serve_and_hear(context, route, hear).await
}
