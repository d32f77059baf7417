//! Billing: contracts, charges, the month's run and invoices. It has no sheets, no keys and no
//! documents, and no type here can name a member as payer.

mod charge;
mod contract;
mod invoice;
mod once;
mod run;

use domain::billing::Month;
use runtime::{Aws, Clock, Settings, StartError};
use serde_json::Value;
use store::{Cases, Covers, Directory, Ledger};
use web::{Callers, Problem, Request, Response};

/// What this function is given.
#[derive(Debug)]
struct Context {
    clock: Clock,
    callers: Callers,
    directory: Directory,
    cases: Cases,
    ledger: Ledger,
    covers: Covers,
    /// Begins the number of every invoice of this stack.
    prefix: String,
}

fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    let directory = Directory::new(aws, settings.required("DIRECTORY_TABLE")?);
    Ok(Context {
        clock: Clock::from_settings(&settings),
        callers: Callers::new(directory.clone()),
        directory,
        cases: Cases::to_read(aws, settings.required("CASES_TABLE")?),
        ledger: Ledger::new(aws, settings.required("LEDGER_TABLE")?),
        covers: Covers::new(aws, settings.required("COVER_TABLE")?),
        prefix: settings.required("INVOICE_PREFIX")?,
    })
}

async fn route(context: &Context, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "POST /contracts" => contract::agree(context, request).await,
        "POST /contracts/heads" => contract::declare(context, request).await,
        "POST /billing-runs" => run::ask(context, request).await,
        "GET /invoices/{client}/{month}" => invoice::show(context, request).await,
        _ => Err(Problem::not_found()),
    }
}

/// The schedule closes the month before; a stored event of a case may be charged.
async fn hear(context: &Context, event: &Value) -> Result<(), Problem> {
    if event["schedule"] == "close-month" {
        let meant = handler::meant_for(event, context.clock.now())?;
        return run::on_schedule(context, Month::of(meant).before()).await;
    }
    charge::hear(context, &handler::told(event)?).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::serve_without_pages(context, route, hear).await
}
