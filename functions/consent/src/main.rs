//! Consent: the member reads the statement, gives or declines consent, and may take it back.

mod decline;
mod give;
mod read;
mod withdraw;

use casefile::{CaseFile, CaseFiles};
use domain::access::Purpose;
use domain::sheet::Class;
use runtime::{Aws, Clock, Settings, StartError};
use web::{Problem, Request, Response, Visit};

/// What this function is given.
struct Room {
    clock: Clock,
    files: CaseFiles,
    base_url: String,
}

impl Room {
    /// The member at their consent, with their contact sheets.
    async fn enter(&self, request: &Request) -> Result<(Visit, CaseFile), Problem> {
        let open = async |case| self.files.open(&case, &[Class::Contact]).await;
        web::enter(request, &self.files.access, Purpose::Consent, self.clock.now(), open).await
    }
}

async fn route(room: &Room, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /consent/{session}" => read::read(room, request).await,
        "POST /consent/{session}" => give::give(room, request).await,
        "POST /consent/{session}/decline" => decline::decline(room, request).await,
        "POST /consent/{session}/withdraw" => withdraw::withdraw(room, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    runtime::start_logging();
    let settings = Settings;
    let aws = Aws::from_environment().await;
    let room = Room {
        clock: Clock::from_settings(&settings),
        files: CaseFiles::new(&aws, settings)?,
        base_url: settings.required("BASE_URL")?,
    };
    web::serve(async |request| route(&room, &request).await).await
}
