//! The directory: who has authority, kept by a keeper, each change with who made it and when. It reads no case.

mod callers;
mod entries;
mod first;
mod writing;

use api::directory::{KeepClient, KeepPlace, KeepSpecialist, KeepStaff};
use domain::directory::{Client, Place, Specialist, Staff};
use runtime::{Aws, Clock, Settings, StartError};
use store::Directory;
use web::{Callers, Problem, Request, Response};

/// What this function is given.
#[derive(Debug)]
struct Context {
    clock: Clock,
    callers: Callers,
    directory: Directory,
}

fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    let directory = Directory::new(aws, settings.required("DIRECTORY_TABLE")?);
    let callers = Callers::never_remembered(directory.clone());
    Ok(Context { clock: Clock::from_settings(&settings), callers, directory })
}

async fn route(context: &Context, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /clients" => entries::list::<Client>(context, request).await,
        "GET /clients/{client}" => entries::show::<Client>(context, request).await,
        "POST /clients/{client}" => entries::keep::<KeepClient>(context, request).await,
        "POST /clients/{client}/standing" => entries::stand::<Client>(context, request).await,
        "GET /clients/{client}/changes" => entries::changes::<Client>(context, request).await,
        "GET /staff" => entries::list::<Staff>(context, request).await,
        "GET /staff/{staff}" => entries::show::<Staff>(context, request).await,
        "POST /staff/{staff}" => entries::keep::<KeepStaff>(context, request).await,
        "POST /staff/{staff}/standing" => entries::stand::<Staff>(context, request).await,
        "GET /staff/{staff}/changes" => entries::changes::<Staff>(context, request).await,
        "GET /specialists" => entries::list::<Specialist>(context, request).await,
        "GET /specialists/{specialist}" => entries::show::<Specialist>(context, request).await,
        "POST /specialists/{specialist}" => entries::keep::<KeepSpecialist>(context, request).await,
        "POST /specialists/{specialist}/standing" => {
            entries::stand::<Specialist>(context, request).await
        }
        "GET /specialists/{specialist}/changes" => {
            entries::changes::<Specialist>(context, request).await
        }
        "GET /places" => entries::list::<Place>(context, request).await,
        "GET /places/{place}" => entries::show::<Place>(context, request).await,
        "POST /places/{place}" => entries::keep::<KeepPlace>(context, request).await,
        "POST /places/{place}/standing" => entries::stand::<Place>(context, request).await,
        "GET /places/{place}/changes" => entries::changes::<Place>(context, request).await,
        "POST /callers/{subject}" => callers::name(context, request).await,
        "POST /callers/{subject}/end" => callers::end(context, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::serve_without_pages(context, route, first::keeper).await
}
