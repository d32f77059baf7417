//! Keeping: subject access, retention, legal hold, erasure with its certificate, and whether a log is
//! as it was written.

mod copy;
mod erase;
mod heard;
mod legal_hold;
mod own_copy;
mod retention;
mod verify;

use runtime::{Aws, Settings, StartError};
use store::Slots;
use vault::{Anchors, Documents};
use web::{Problem, Request, Response};

/// What this function is given beside the context of every function.
#[derive(Debug)]
struct Own {
    documents: Documents,
    anchors: Anchors,
    slots: Slots,
}

type Context = handler::Context<Own>;

fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    let own = Own {
        documents: handler::documents(aws, settings)?,
        anchors: Anchors::new(aws, settings.required("ANCHORS_BUCKET")?),
        slots: Slots::new(aws, settings.required("SLOTS_TABLE")?),
    };
    Ok(Context::new(aws, settings, own)?)
}

async fn route(context: &Context, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /cases/{id}/verify" => verify::verify(context, request).await,
        "POST /cases/{id}/subject-access" => copy::ask(context, request).await,
        "POST /my-case/{session}/copy" => own_copy::ask(context, request).await,
        "GET /my-case/{session}/copy" => own_copy::fetch(context, request).await,
        "GET /retention" => retention::list(context, request).await,
        "GET /cases/{id}/retention" => retention::show(context, request).await,
        "POST /cases/{id}/legal-hold" => legal_hold::place(context, request).await,
        "POST /cases/{id}/legal-hold/lift" => legal_hold::lift(context, request).await,
        "POST /cases/{id}/erase" => erase::erase(context, request).await,
        "GET /cases/{id}/certificate" => erase::certificate(context, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::serve_and_hear(context, route, heard::hear).await
}
