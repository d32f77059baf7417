//! Serving: the loop around a function's routes. It counts, logs once, and never lets a fault speak.

use crate::{Brand, CHANGED_MEANWHILE, Problem, Request, Response};
use lambda_http::Body;
use lambda_http::request::LambdaRequest;
use lambda_runtime::{Context, LambdaEvent, service_fn};
use runtime::{
    ATTEMPTS_AT_EVENT_MAX, Fault, Invoked, StartError, StepCount, again_while, counted, hear_each,
    in_time, messages,
};
use serde_json::Value;

/// What a function that also listens to events is called with.
#[derive(Debug)]
pub enum Call {
    /// From the gateway.
    Http(Box<Request>),
    /// From a rule, a schedule or an operator, as it came.
    Event(Value),
}

/// Serves HTTP and events. An event's answer is only looked at for its failure. `brand` is the
/// customer whose frame every page has.
pub async fn serve<F>(brand: Brand, answer: F) -> Result<(), StartError>
where
    F: AsyncFn(Call) -> Result<Response, Problem>,
{
    let (answer, brand) = (&answer, &brand);
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Value>| async move {
        let LambdaEvent { payload, context } = event;
        if payload.get("httpMethod").is_some() {
            let request: LambdaRequest = serde_json::from_value(payload)?;
            answer_http(answer, Request::from_gateway(request), brand, &context).await
        } else {
            answer_event(answer, payload, &context).await
        }
    }))
    .await
}

async fn answer_http<F>(
    answer: &F,
    request: Request,
    brand: &Brand,
    context: &Context,
) -> Result<Value, StartError>
where
    F: AsyncFn(Call) -> Result<Response, Problem>,
{
    let (route, asked) = (request.route().to_owned(), request.asked());
    let session = request.page_session();
    let known = request.has_known_query();
    let (outcome, steps) = match known {
        Ok(()) => {
            let answered = answer(Call::Http(Box::new(request)));
            counted(in_time(context.deadline(), Invoked::ByCaller, answered)).await
        }
        Err(problem) => (Some(Err(problem)), StepCount::default()),
    };
    let outcome = outcome.unwrap_or_else(out_of_time);
    log(&route, &outcome, steps, &context.request_id);
    let response = match (outcome, session) {
        (Ok(response), Some(session)) => response.within(session),
        (Ok(response), None) => response,
        (Err(problem), _) => problem.into_response(&asked, brand),
    };
    Ok(gateway_answer(&response.into_lambda(brand)?))
}

async fn answer_event<F>(answer: &F, event: Value, context: &Context) -> Result<Value, StartError>
where
    F: AsyncFn(Call) -> Result<Response, Problem>,
{
    match messages(&event) {
        Some(messages) => {
            let hear = async |event| hear(answer, event, context).await.is_ok();
            Ok(hear_each(messages, hear).await)
        }
        None => match hear(answer, event, context).await {
            Ok(()) => Ok(Value::Null),
            Err(problem) => Err(problem.code.into()),
        },
    }
}

/// What failed for a moment is tried again at once. Whatever fails for longer goes back to its queue, and
/// in the end to the queue of what failed.
async fn hear<F>(answer: &F, event: Value, context: &Context) -> Result<(), Problem>
where
    F: AsyncFn(Call) -> Result<Response, Problem>,
{
    let busy = |problem: &Problem| problem.status == 503 || problem.code == CHANGED_MEANWHILE;
    let attempt = async || answer(Call::Event(event.clone())).await;
    let heard = again_while(ATTEMPTS_AT_EVENT_MAX, attempt, busy);
    let (outcome, steps) = counted(in_time(context.deadline(), Invoked::ByEvent, heard)).await;
    let outcome = outcome.unwrap_or_else(out_of_time);
    log("event", &outcome, steps, &context.request_id);
    outcome.map(drop)
}

/// What was begun is whole or undone all the same: it is one transaction.
fn out_of_time() -> Result<Response, Problem> {
    Err(Fault::busy("answering", "out of time").into())
}

/// One line a request: route, status, code and steps. Nothing that a caller sent.
fn log(route: &str, outcome: &Result<Response, Problem>, steps: StepCount, request_id: &str) {
    let StepCount { calls, steps } = steps;
    match outcome {
        Ok(response) => {
            let status = response.status();
            match response.refused() {
                None => tracing::info!(route, status, steps, calls, request_id, "answered"),
                Some(code) => {
                    tracing::info!(route, status, code, steps, calls, request_id, "refused");
                }
            }
        }
        Err(Problem { status, answered: Some(_), .. }) => {
            tracing::info!(route, status, steps, calls, request_id, "answered again");
        }
        Err(Problem { status, code, fault: None, .. }) => {
            tracing::info!(route, status, code, steps, calls, request_id, "refused");
        }
        Err(Problem { status, code, fault: Some(fault), .. }) => {
            tracing::error!(route, status, code, %fault, steps, calls, request_id, "failed");
        }
    }
}

/// The gateway's proxy answer, with headers that may occur more than once. A body is always text.
fn gateway_answer(answer: &lambda_http::Response<Body>) -> Value {
    let mut headers = serde_json::Map::new();
    for name in answer.headers().keys() {
        let values = answer.headers().get_all(name).iter().filter_map(|value| value.to_str().ok());
        headers.insert(name.to_string(), values.collect());
    }
    let body = match answer.body() {
        Body::Text(text) => text.as_str(),
        _ => "",
    };
    serde_json::json!({
        "statusCode": answer.status().as_u16(),
        "multiValueHeaders": headers,
        "body": body,
        "isBase64Encoded": false,
    })
}
