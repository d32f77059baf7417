//! Scheduling: free slots, one appointment, and whether the consultation was held. It opens no sheet.

mod appointment;
mod consultation;
mod freed;
mod slots;

use runtime::{Aws, Settings, StartError};
use store::Slots;
use web::{Problem, Request, Response};

/// What this function is given beside the context of every function.
#[derive(Debug)]
struct Own {
    slots: Slots,
}

type Context = handler::Context<Own>;

/// Neither key is among what this function is given: it opens no sheet.
fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    let own = Own { slots: Slots::new(aws, settings.required("SLOTS_TABLE")?) };
    Ok(Context::new(aws, settings, own)?)
}

async fn route(context: &Context, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /cases/{id}/slots" => slots::free(context, request).await,
        "POST /specialists/{specialist}/slots" => slots::offer(context, request).await,
        "POST /cases/{id}/appointment" => appointment::book(context, request).await,
        "POST /cases/{id}/appointment/move" => appointment::shift(context, request).await,
        "POST /cases/{id}/appointment/cancel" => appointment::cancel(context, request).await,
        "POST /cases/{id}/consultation" => consultation::note(context, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::serve_and_hear(context, route, freed::hear).await
}
