//! Referral intake: a client's manager refers a member, and the client sees how far it is.

mod receive;
mod show;

use handler::Intake;
use runtime::{Aws, Settings, StartError};
use web::{Problem, Request, Response};

type Context = handler::Context<Intake>;

fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    Ok(Context::new(aws, settings, Intake::new(aws, settings)?)?)
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
