//! How a function starts, and the loop around what it does. It counts, logs once, and never lets a
//! fault speak.

use crate::Context;
use lambda_runtime::{LambdaEvent, service_fn};
use runtime::{
    ATTEMPTS_AT_EVENT_MAX, Aws, Fault, Invoked, Kind, Settings, StartError, again_while, counted,
    hear_each, in_time, messages,
};
use serde_json::Value;
use std::time::Duration;
use store::Cases;
use tokio::time::timeout;
use web::{Brand, CHANGED_MEANWHILE, Call, Problem, Request, Response, on_own_page};

/// Lambda gives a start ten seconds in all.
const CONNECTING_MAX: Duration = Duration::from_secs(2);
/// Another writer came first this often, before the caller is told.
const OVERTAKEN_MAX: u32 = 6;

/// Serves routes. An event is refused, so that a forged one reaches no handler.
pub async fn serve<Own>(
    make: impl FnOnce(&Aws, Settings) -> Result<Context<Own>, StartError>,
    route: impl AsyncFn(&Context<Own>, &Request) -> Result<Response, Problem>,
) -> Result<(), StartError> {
    let refuse = async |_: &Context<Own>, _: &Value| Err(Problem::not_found());
    serve_and_hear(make, route, refuse).await
}

/// Serves routes, and hears events. A failed event comes back and, after its retries, ends in the
/// failure queue.
pub async fn serve_and_hear<Own>(
    make: impl FnOnce(&Aws, Settings) -> Result<Context<Own>, StartError>,
    route: impl AsyncFn(&Context<Own>, &Request) -> Result<Response, Problem>,
    hear: impl AsyncFn(&Context<Own>, &Value) -> Result<(), Problem>,
) -> Result<(), StartError> {
    let route = async |context: &Context<Own>, request: &Request| {
        let outcome = route(context, request).await;
        context.or_as_before(request, outcome).await
    };
    serve_without_pages(make, route, hear).await
}

/// The same for a function that has no pages, and a context of its own.
pub async fn serve_without_pages<Given>(
    make: impl FnOnce(&Aws, Settings) -> Result<Given, StartError>,
    route: impl AsyncFn(&Given, &Request) -> Result<Response, Problem>,
    hear: impl AsyncFn(&Given, &Value) -> Result<(), Problem>,
) -> Result<(), StartError> {
    let (aws, context) = start(make)?;
    let brand = Brand::from_settings(Settings)?;
    connected(&aws).await;
    web::serve(brand, async |call| match call {
        Call::Http(request) => {
            let outcome = undisturbed(async || route(&context, &request).await).await;
            let open =
                async |page: &Request| undisturbed(async || route(&context, page).await).await;
            on_own_page(&request, outcome, open).await
        }
        Call::Event(event) => hear(&context, &event).await.map(|()| Response::nothing()),
    })
    .await
}

/// Begins again from the start where another writer came first: nothing was written, and everything is
/// asked again of the case as it is then.
async fn undisturbed(
    route: impl AsyncFn() -> Result<Response, Problem>,
) -> Result<Response, Problem> {
    again_while(OVERTAKEN_MAX, route, |problem| problem.code == CHANGED_MEANWHILE).await
}

/// Hears events only, and answers each with what `hear` returns.
pub async fn listen<Given>(
    make: impl FnOnce(&Aws, Settings) -> Result<Given, StartError>,
    hear: impl AsyncFn(&Given, &Value) -> Result<Value, Fault>,
) -> Result<(), StartError> {
    let (_, context) = start(make)?;
    let (context, hear) = (&context, &hear);
    lambda_runtime::run(service_fn(move |LambdaEvent { payload, context: lambda }| async move {
        let hear = async |event: Value| heard(&lambda, async || hear(context, &event).await).await;
        match messages(&payload) {
            Some(messages) => {
                Ok(hear_each(messages, async |event| hear(event).await.is_ok()).await)
            }
            None => hear(payload).await.map_err(StartError::from),
        }
    }))
    .await
}

/// One event. What failed for a moment is tried again at once.
async fn heard(
    lambda: &lambda_runtime::Context,
    attempt: impl AsyncFn() -> Result<Value, Fault>,
) -> Result<Value, Fault> {
    let busy = |fault: &Fault| fault.kind == Kind::Busy;
    let hearing = again_while(ATTEMPTS_AT_EVENT_MAX, attempt, busy);
    let (outcome, steps) = counted(in_time(lambda.deadline(), Invoked::ByEvent, hearing)).await;
    let outcome = outcome.unwrap_or_else(|| Err(Fault::busy("hearing", "out of time")));
    let (steps, request_id) = (steps.steps, &lambda.request_id);
    match &outcome {
        Ok(_) => tracing::info!(steps, request_id, "heard"),
        Err(fault) => tracing::error!(%fault, steps, request_id, "not heard"),
    }
    outcome
}

fn start<Given>(
    make: impl FnOnce(&Aws, Settings) -> Result<Given, StartError>,
) -> Result<(Aws, Given), StartError> {
    runtime::start_logging();
    let aws = Aws::from_environment(Settings)?;
    let given = make(&aws, Settings)?;
    Ok((aws, given))
}

/// Opens connections to DynamoDB while the function starts. Lambda gives it a whole processor until it asks
/// for its first request, and a seventh of one from then on, when a person waits. If it fails, the first
/// request opens them.
async fn connected(aws: &Aws) {
    if let Some(table) = Settings.optional("CASES_TABLE") {
        let connecting = timeout(CONNECTING_MAX, Cases::to_read(aws, table).connect()).await;
        if !matches!(connecting, Ok(Ok(()))) {
            tracing::warn!("not connected at the start");
        }
    }
}
