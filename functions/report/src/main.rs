//! Report: the specialist's desk, the opinion in versions, its release, and its reading by the member.

mod attach;
mod check;
mod concern;
mod desk;
mod document;
mod follow_up;
mod hand_in;
mod read;
mod release;
mod review;
mod send_back;

use casefile::{CaseFile, CaseFiles};
use domain::access::Purpose;
use domain::sheet::{Class, SealedSheet};
use domain::{Actor, Command};
use runtime::{Aws, Clock, Settings, StartError};
use store::{Directory, LoadedCase};
use vault::Documents;
use web::{Callers, Problem, Request, Response, Visit, at_case, landing, progress};

/// What this function is given.
struct Room {
    clock: Clock,
    callers: Callers,
    files: CaseFiles,
    documents: Documents,
    base_url: String,
}

impl Room {
    async fn at_case(
        &self,
        request: &Request,
        classes: &[Class],
    ) -> Result<(Actor, CaseFile), Problem> {
        at_case(request, &self.callers, self.clock.now(), async |id| {
            self.files.open(&id, classes).await
        })
        .await
    }

    /// Someone at a page of theirs, with the case's sheets.
    async fn enter(
        &self,
        request: &Request,
        purpose: Purpose,
    ) -> Result<(Visit, CaseFile), Problem> {
        let classes = [Class::Contact, Class::Clinical];
        let open = async |case| self.files.open(&case, &classes).await;
        // The member's own page leads to the report too.
        let purposes: &[Purpose] = match purpose {
            Purpose::Report => &[Purpose::Report, Purpose::OwnCase],
            _ => &[purpose],
        };
        web::enter(request, &self.files.access, purposes, self.clock.now(), open).await
    }

    /// A nurse's command, answered with where the case stands.
    async fn act(
        &self,
        loaded: LoadedCase,
        by: &Actor,
        command: impl Into<Command>,
        sheets: Vec<SealedSheet>,
    ) -> Result<Response, Problem> {
        let now = self.clock.now();
        let after = self.files.carry_out(loaded, by, command, sheets, Vec::new(), now).await?;
        Ok(progress(&after.case, now))
    }

    /// A command from a page, answered with the page of that purpose.
    async fn act_on_page(
        &self,
        purpose: Purpose,
        visit: &Visit,
        loaded: LoadedCase,
        command: impl Into<Command>,
        sheets: Vec<SealedSheet>,
    ) -> Result<Response, Problem> {
        let still_open = visit.still_open(&self.files.access)?;
        let now = self.clock.now();
        self.files.insist(loaded, &visit.actor, command, sheets, still_open, now).await?;
        Ok(Response::see_other(&landing(purpose, &visit.selector)))
    }
}

async fn route(room: &Room, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /report/opinion/{session}" => desk::show(room, request).await,
        "POST /report/opinion/{session}" => hand_in::hand_in(room, request).await,
        "POST /report/opinion/{session}/review" => review::review(room, request).await,
        "POST /report/opinion/{session}/concern" => concern::raise(room, request).await,
        "GET /cases/{id}/concerns" => concern::show(room, request).await,
        "POST /cases/{id}/concerns/{concern}/answer" => concern::answer(room, request).await,
        "POST /report/opinion/{session}/uploads" => attach::announce(room, request).await,
        "GET /report/opinion/{session}/documents/{document}" => document::read(room, request).await,
        "GET /cases/{id}/report" => check::show(room, request).await,
        "POST /cases/{id}/report/release" => release::release(room, request).await,
        "POST /cases/{id}/report/return" => send_back::send_back(room, request).await,
        "GET /report/{session}" => read::show(room, request).await,
        "POST /report/{session}/read" => read::read(room, request).await,
        "GET /report/{session}/file" => document::read_report(room, request).await,
        "POST /report/{session}/follow-up" => follow_up::answer(room, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    runtime::start_logging();
    let settings = Settings;
    let aws = Aws::from_environment().await;
    let bucket = settings.required("DOCUMENTS_BUCKET")?;
    let room = Room {
        clock: Clock::from_settings(&settings),
        callers: Callers::new(Directory::new(&aws, settings.required("DIRECTORY_TABLE")?)),
        files: CaseFiles::new(&aws, settings)?,
        documents: Documents::new(&aws, bucket, settings.required("DOCUMENTS_KEY")?),
        base_url: settings.required("BASE_URL")?,
    };
    web::serve(settings.required("SERVICE_PHONE")?, async |request| route(&room, &request).await)
        .await
}
