//! Consent: the member reads the statement, gives or declines consent, sees what is theirs, and may
//! change it or take it back; the nurse does the same on the member's word.

mod appointment;
mod by_nurse;
mod change;
mod check;
mod copy;
mod decline;
mod ending;
mod give;
mod looks;
mod my_case;
mod readers;
mod record;
mod rehearsal;
mod statement;
mod withdraw;

use casefile::CaseFile;
use domain::access::OWN_PAGES;
use domain::sheet::Class;
use runtime::{Aws, Settings, StartError};
use web::{Problem, Request, Response, Visit};

type Context = handler::Context;

/// The member at a page of their own, with their contact sheets.
async fn enter(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &OWN_PAGES, &[Class::Contact]).await
}

/// The clinical key is not among what this function is given.
fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    Ok(Context::new(aws, settings, ())?)
}

async fn route(context: &Context, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /consent/{session}" => statement::read(context, request).await,
        "POST /consent/{session}" => give::give(context, request).await,
        "GET /consent/{session}/decline" => decline::ask(context, request).await,
        "POST /consent/{session}/decline" => decline::decline(context, request).await,
        "GET /my-case/{session}" => my_case::show(context, request).await,
        "GET /my-case/{session}/looks" => looks::show(context, request).await,
        "GET /my-case/{session}/statement" => statement::signed(context, request).await,
        "GET /my-case/{session}/signed-copies/{copy}" => copy::download(context, request).await,
        "GET /my-case/{session}/change" => change::ask(context, request).await,
        "POST /my-case/{session}/change" => change::change(context, request).await,
        "GET /my-case/{session}/withdraw" => withdraw::ask(context, request).await,
        "POST /my-case/{session}/withdraw" => withdraw::withdraw(context, request).await,
        "GET /cases/{id}/consent" => by_nurse::show(context, request).await,
        "POST /cases/{id}/consent" => record::record(context, request).await,
        "POST /cases/{id}/consent/change" => by_nurse::change(context, request).await,
        "POST /cases/{id}/consent/signature" => by_nurse::check_signature(context, request).await,
        "POST /cases/{id}/consent/decline" => by_nurse::decline(context, request).await,
        "POST /cases/{id}/consent/withdraw" => by_nurse::withdraw(context, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::serve(context, route).await
}
