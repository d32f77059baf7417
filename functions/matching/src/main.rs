//! Specialist matching: ranked with reasons, two or three offered, one chosen, who then accepts.

mod brief;
mod choice;
mod matches;
mod offer;
mod on_their_word;
mod replace;

use runtime::{Aws, Settings, StartError};
use web::{Problem, Request, Response};

type Context = handler::Context;

/// The contact key is not among what this function is given.
fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    Ok(Context::new(aws, settings, ())?)
}

async fn route(context: &Context, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /cases/{id}/matches" => matches::ranked(context, request).await,
        "POST /cases/{id}/offer" => offer::offer(context, request).await,
        "POST /cases/{id}/choice" => on_their_word::choose(context, request).await,
        "POST /cases/{id}/choice/keep" => on_their_word::keep(context, request).await,
        "POST /cases/{id}/choice/others" => on_their_word::others(context, request).await,
        "POST /cases/{id}/specialist/replace" => replace::replace(context, request).await,
        "GET /matching/choice/{session}" => choice::show(context, request).await,
        "POST /matching/choice/{session}" => choice::choose(context, request).await,
        "GET /matching/declined" => brief::declined(context),
        "GET /matching/brief/{session}" => brief::show(context, request).await,
        "POST /matching/brief/{session}" => brief::decline(context, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::serve(context, route).await
}
