//! How a function starts, and the loop around what it does. It counts, logs once, and never lets a
//! fault speak.

use lambda_runtime::{LambdaEvent, service_fn};
use runtime::{Aws, Fault, Settings, StartError, counted};
use serde_json::Value;
use web::{Call, Problem, Request, Response};

/// Serves routes. An event is refused, so that a forged one reaches no handler.
pub async fn serve<Context>(
    make: impl FnOnce(&Aws, Settings) -> Result<Context, StartError>,
    route: impl AsyncFn(&Context, &Request) -> Result<Response, Problem>,
) -> Result<(), StartError> {
    let refuse = async |_: &Context, _: &Value| Err(Problem::not_found());
    serve_and_hear(make, route, refuse).await
}

/// Serves routes, and hears events. A failed event comes back and, after its retries, ends in the
/// failure queue.
pub async fn serve_and_hear<Context>(
    make: impl FnOnce(&Aws, Settings) -> Result<Context, StartError>,
    route: impl AsyncFn(&Context, &Request) -> Result<Response, Problem>,
    hear: impl AsyncFn(&Context, &Value) -> Result<(), Problem>,
) -> Result<(), StartError> {
    let context = start(make).await?;
    web::serve(Settings.required("SERVICE_PHONE")?, async |call| match call {
        Call::Http(request) => route(&context, &request).await,
        Call::Event(event) => hear(&context, &event).await.map(|()| Response::nothing()),
    })
    .await
}

/// Hears events only, and answers each with what `hear` returns.
pub async fn listen<Context>(
    make: impl FnOnce(&Aws, Settings) -> Result<Context, StartError>,
    hear: impl AsyncFn(&Context, &Value) -> Result<Value, Fault>,
) -> Result<(), StartError> {
    let context = start(make).await?;
    let (context, hear) = (&context, &hear);
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Value>| async move {
        let (outcome, steps) = counted(hear(context, &event.payload)).await;
        let (steps, request_id) = (steps.steps, &event.context.request_id);
        match &outcome {
            Ok(_) => tracing::info!(steps, request_id, "heard"),
            Err(fault) => tracing::error!(%fault, steps, request_id, "not heard"),
        }
        outcome.map_err(StartError::from)
    }))
    .await
}

async fn start<Context>(
    make: impl FnOnce(&Aws, Settings) -> Result<Context, StartError>,
) -> Result<Context, StartError> {
    runtime::start_logging();
    make(&Aws::from_environment().await, Settings)
}
