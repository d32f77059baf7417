//! Specialist matching: ranked with reasons, two or three offered, one chosen, who then accepts.

mod brief;
mod choice;
mod matches;
mod offer;

use casefile::{CaseFile, CaseFiles};
use domain::access::Purpose;
use domain::sheet::Class;
use domain::{Actor, Command};
use runtime::{Aws, Clock, Settings, StartError};
use store::{ChangePart, Directory, LoadedCase};
use web::{Callers, Problem, Request, Response, Visit, at_case};

/// What this function is given. The contact key is not among it.
struct Room {
    clock: Clock,
    callers: Callers,
    files: CaseFiles,
    directory: Directory,
    base_url: String,
}

impl Room {
    async fn at_case(&self, request: &Request) -> Result<(Actor, LoadedCase), Problem> {
        at_case(request, &self.callers, self.clock.now(), async |id| {
            self.files.cases.load(&id).await
        })
        .await
    }

    async fn enter(
        &self,
        request: &Request,
        purpose: Purpose,
    ) -> Result<(Visit, CaseFile), Problem> {
        let open = async |case| self.files.open(&case, &[Class::Clinical]).await;
        // The member's own page leads to the choice too.
        let purposes: &[Purpose] = match purpose {
            Purpose::Choice => &[Purpose::Choice, Purpose::OwnCase],
            _ => &[purpose],
        };
        web::enter(request, &self.files.access, purposes, self.clock.now(), open).await
    }

    async fn act(
        &self,
        loaded: LoadedCase,
        by: &Actor,
        command: impl Into<Command>,
        parts: Vec<ChangePart>,
    ) -> Result<LoadedCase, Problem> {
        let now = self.clock.now();
        Ok(self.files.carry_out(loaded, by, command, Vec::new(), parts, now).await?)
    }
}

async fn route(room: &Room, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /cases/{id}/matches" => matches::ranked(room, request).await,
        "POST /cases/{id}/offer" => offer::offer(room, request).await,
        "GET /matching/choice/{session}" => choice::show(room, request).await,
        "POST /matching/choice/{session}" => choice::choose(room, request).await,
        "GET /matching/brief/{session}" => brief::show(room, request).await,
        "POST /matching/brief/{session}" => brief::answer(room, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    runtime::start_logging();
    let settings = Settings;
    let aws = Aws::from_environment().await;
    let directory = Directory::new(&aws, settings.required("DIRECTORY_TABLE")?);
    let room = Room {
        clock: Clock::from_settings(&settings),
        callers: Callers::new(directory.clone()),
        files: CaseFiles::new(&aws, settings)?,
        directory,
        base_url: settings.required("BASE_URL")?,
    };
    web::serve(settings.required("SERVICE_PHONE")?, async |request| route(&room, &request).await)
        .await
}
