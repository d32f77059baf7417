//! Report: the specialist's desk, the opinion in versions, its release, and its reading by the member.

mod before;
mod check;
mod concern;
mod conflict;
mod consultation;
mod desk;
mod document;
mod follow_up;
mod hand_in;
mod missing;
mod read;
mod release;
mod review;
mod send_back;
mod sent;

use casefile::{Act, CaseFile};
use domain::access::{AT_THE_DESK, OWN_PAGES, Purpose};
use domain::sheet::Class;
use runtime::{Aws, Settings, StartError};
use vault::Documents;
use web::{Problem, Request, Response, Visit, landing};

/// What this function is given beside the context of every function.
#[derive(Debug)]
struct Own {
    documents: Documents,
}

type Context = handler::Context<Own>;

/// The specialist at their desk, with the case's sheets.
async fn enter(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &AT_THE_DESK, &[Class::Contact, Class::Clinical]).await
}

/// The member at their report.
async fn enter_own(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &OWN_PAGES, &[Class::Contact, Class::Clinical]).await
}

/// Carries out what a form asks, and leads back to the page of that purpose.
async fn lead_back(
    context: &Context,
    purpose: Purpose,
    visit: &Visit,
    act: Act<'_>,
    file: CaseFile,
) -> Result<Response, Problem> {
    context.lead_on(visit, act, file.loaded, &landing(purpose, &visit.selector)).await
}

fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    let own = Own { documents: handler::documents(aws, settings)? };
    Ok(Context::new(aws, settings, own)?)
}

async fn route(context: &Context, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /report/opinion/{session}" => desk::show(context, request).await,
        "POST /report/opinion/{session}" => hand_in::hand_in(context, request).await,
        "POST /report/opinion/{session}/review" => review::review(context, request).await,
        "POST /report/opinion/{session}/concern" => concern::raise(context, request).await,
        "POST /report/opinion/{session}/items" => missing::ask(context, request).await,
        "POST /report/opinion/{session}/consultation" => consultation::note(context, request).await,
        "GET /report/conflict/{session}" => conflict::show(context, request).await,
        "POST /report/conflict/{session}" => conflict::answer(context, request).await,
        "POST /cases/{id}/concerns" => concern::note(context, request).await,
        "GET /cases/{id}/concerns" => concern::show(context, request).await,
        "POST /cases/{id}/concerns/{concern}/answer" => concern::answer(context, request).await,
        "GET /report/opinion/{session}/documents/{document}" => {
            document::read(context, request).await
        }
        "GET /cases/{id}/report" => check::show(context, request).await,
        "POST /cases/{id}/report/release" => release::release(context, request).await,
        "POST /cases/{id}/report/return" => send_back::send_back(context, request).await,
        "GET /report/{session}" => read::show(context, request).await,
        "POST /report/{session}/read" => read::read(context, request).await,
        "GET /report/{session}/file" => document::read_report(context, request).await,
        "POST /report/{session}/follow-up" => follow_up::answer(context, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::serve(context, route).await
}
