//! Billing: contracts, charges, the month's run and invoices. It has no sheets, no keys and no
//! documents, and no type here can name a member as payer.

mod charge;
mod contract;
mod invoice;
mod run;

use domain::billing::Month;
use runtime::{Aws, Clock, Fault, Settings, StartError};
use serde_json::Value;
use store::{Cases, Directory, Ledger};
use web::{Call, Callers, Problem, Request, Response};

/// What this function is given.
struct Room {
    clock: Clock,
    callers: Callers,
    cases: Cases,
    ledger: Ledger,
    /// Begins the number of every invoice of this stack.
    prefix: String,
}

async fn answer(room: &Room, call: Call) -> Result<Response, Problem> {
    match call {
        Call::Http(request) => route(room, &request).await,
        Call::Event(event) => hear(room, &event).await,
    }
}

async fn route(room: &Room, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "POST /contracts" => contract::agree(room, request).await,
        "POST /contracts/heads" => contract::declare(room, request).await,
        "POST /billing-runs" => run::ask(room, request).await,
        "GET /invoices/{client}/{month}" => invoice::show(room, request).await,
        _ => Err(Problem::not_found()),
    }
}

/// A stored event of a case may be charged; the schedule closes the month before.
async fn hear(room: &Room, event: &Value) -> Result<Response, Problem> {
    if event["source"] == "second-opinion" {
        charge::hear(room, event).await?;
    } else if event["schedule"] == "close-month" {
        run::close(room, Month::of(room.clock.now()).before()).await?;
    } else {
        return Err(Fault::broken("hearing an event", "neither a case's nor the schedule's").into());
    }
    Ok(Response::text(200, "text/plain", String::new()))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    runtime::start_logging();
    let settings = Settings;
    let aws = Aws::from_environment().await;
    let room = Room {
        clock: Clock::from_settings(&settings),
        callers: Callers::new(Directory::new(&aws, settings.required("DIRECTORY_TABLE")?)),
        cases: Cases::new(&aws, settings.required("CASES_TABLE")?),
        ledger: Ledger::new(&aws, settings.required("LEDGER_TABLE")?),
        prefix: settings.required("INVOICE_PREFIX")?,
    };
    web::serve_calls(settings.required("SERVICE_PHONE")?, async |call| answer(&room, call).await)
        .await
}
