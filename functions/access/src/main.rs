//! The way in: an emailed link opens a page, a button there sends a code, the code opens a session.

mod code;
mod contact;
mod end;
mod invitation;
mod keep;
mod leave;
mod link;
mod link_by_nurse;
mod private_contact;
mod public;
mod session;

use handler::Intake;
use mail::Post;
use runtime::{Aws, Settings, StartError};
use vault::LogoShelf;
use web::{Brand, Problem, Request, Response};

/// What this function is given beside the context of every function.
#[derive(Debug)]
struct Own {
    post: Post,
    intake: Intake,
    brand: Brand,
    logo: LogoShelf,
}

type Context = handler::Context<Own>;

fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    let own = Own {
        post: Post::from_settings(aws, settings)?,
        intake: Intake::new(aws, settings)?,
        brand: Brand::from_settings(settings)?,
        logo: LogoShelf::new(aws, settings.required("DOCUMENTS_BUCKET")?),
    };
    Ok(Context::new(aws, settings, own)?)
}

async fn route(context: &Context, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /" => public::front(context),
        "GET /openapi.yaml" => Ok(public::contract()),
        "GET /style.css" => Ok(public::style(context, request)),
        "GET /logo.svg" => Ok(public::logo(context).await),
        "GET /page.js" => Ok(public::script(context, request)),
        "GET /i/{token}" => invitation::show(context, request).await,
        "GET /i/{token}/code" => code::ask(context, request).await,
        "POST /i/{token}/code" => code::send(context, request).await,
        "GET /i/{token}/link" => link::sent(context, request).await,
        "POST /i/{token}/link" => link::send(context, request).await,
        "GET /i/{token}/private-contact" => private_contact::kept(context, request).await,
        "POST /i/{token}/private-contact" => private_contact::give(context, request).await,
        // A page that was shown after a wrong code has this address: loaded again, it leads back to the code.
        "GET /i/{token}/session" => session::again(request),
        "POST /i/{token}/session" => session::open(context, request).await,
        "POST /sessions/{session}/keep" => keep::keep(context, request).await,
        "GET /sessions/{session}/leave" => leave::left(),
        "POST /sessions/{session}/leave" => leave::leave(context, request).await,
        "POST /cases/{id}/contact" => contact::correct(context, request).await,
        "POST /cases/{id}/contact/confirm" => contact::confirm(context, request).await,
        "POST /cases/{id}/link" => link_by_nurse::send(context, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::serve(context, route).await
}
