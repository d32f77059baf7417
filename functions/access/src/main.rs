//! The way in: an emailed link opens a page, a button there sends a code, the code opens a session.

mod code;
mod end;
mod invitation;
mod leave;
mod link;
mod private_contact;
mod session;
mod style;

use casefile::CaseFiles;
use domain::Case;
use mail::Post;
use runtime::{Aws, Clock, Settings, StartError};
use store::Directory;
use web::{Nurse, Problem, Request, Response};

/// What this function is given.
struct Room {
    clock: Clock,
    files: CaseFiles,
    directory: Directory,
    post: Post,
    base_url: String,
    /// The number that answers while no nurse is assigned.
    service_phone: String,
}

impl Room {
    async fn nurse(&self, case: &Case) -> Result<Nurse, Problem> {
        Ok(Nurse::of(case, &self.directory, &self.service_phone).await?)
    }
}

async fn route(room: &Room, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /style.css" => Ok(style::style()),
        "GET /upload.js" => Ok(style::script()),
        "GET /i/{token}" => invitation::show(room, request).await,
        "POST /i/{token}/code" => code::send(room, request).await,
        "POST /i/{token}/link" => link::send(room, request).await,
        "POST /i/{token}/private-contact" => private_contact::give(room, request).await,
        "POST /i/{token}/session" => session::open(room, request).await,
        "POST /sessions/{session}/leave" => leave::leave(room, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    runtime::start_logging();
    let settings = Settings;
    let aws = Aws::from_environment().await;
    let from = settings.required("MAIL_FROM")?;
    let room = Room {
        clock: Clock::from_settings(&settings),
        files: CaseFiles::new(&aws, settings)?,
        directory: Directory::new(&aws, settings.required("DIRECTORY_TABLE")?),
        post: Post::new(&aws, from, settings.required("MAIL_CONFIGURATION")?),
        base_url: settings.required("BASE_URL")?,
        service_phone: settings.required("SERVICE_PHONE")?,
    };
    web::serve(settings.required("SERVICE_PHONE")?, async |request| route(&room, &request).await)
        .await
}
