//! Referral intake: a client's manager refers a member, and the client sees how far it is.

mod receive;
mod show;

use domain::referral::AddressRule;
use runtime::{Aws, Settings, StartError};
use vault::Marks;
use web::{Problem, Request, Response};

/// What this function is given beside the context of every function.
#[derive(Debug)]
struct Own {
    marks: Marks,
    address_rule: AddressRule,
}

type Context = handler::Context<Own>;

fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    let own = Own {
        marks: Marks::new(aws, settings.required("MARKS_KEY")?),
        address_rule: settings.required("MEMBER_ADDRESS")?.parse()?,
    };
    Ok(Context::new(aws, settings, own)?)
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
