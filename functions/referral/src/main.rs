//! Referral intake: a client's manager refers a member, and the client sees how far it is.

mod receive;
mod show;

use handler::Intake;
use runtime::{Aws, Settings, StartError};
use store::Covers;
use web::{Problem, Request, Response};

/// What this function is given beside the context of every function.
#[derive(Debug)]
struct Own {
    intake: Intake,
    covers: Covers,
}

type Context = handler::Context<Own>;

fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    let covers = Covers::new(aws, settings.required("COVER_TABLE")?);
    Ok(Context::new(aws, settings, Own { intake: Intake::new(aws, settings)?, covers })?)
}

async fn route(context: &Context, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "POST /referrals" => receive::receive(context, request).await,
        "GET /referrals/{id}" => show::show(context, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::serve(context, route).await
}
