//! Records: the treating doctors' go-ahead, the documents and their checks, and the hand-over.

mod ask;
mod by_nurse;
mod complete;
mod document;
mod fee;
mod go_ahead;
mod hand_over;
mod not_available;
mod own;
mod page;
mod upload;
mod verdict;

use casefile::{CaseFile, CaseFiles};
use domain::access::{OWN_PAGES, Purpose};
use domain::sheet::{Class, SealedSheet};
use domain::{Actor, Command};
use runtime::{Aws, Clock, Settings, StartError};
use store::{Directory, LoadedCase};
use vault::Documents;
use web::{Call, Callers, Door, Problem, Request, Response, Visit, at_case, at_door, progress};

/// What every page and every check here opens.
const CLASSES: [Class; 2] = [Class::Contact, Class::Clinical];

/// What this function is given.
struct Room {
    clock: Clock,
    callers: Callers,
    files: CaseFiles,
    documents: Documents,
    base_url: String,
}

impl Room {
    /// The nurse at work on a case, with its head alone.
    async fn at_case(&self, request: &Request) -> Result<(Actor, LoadedCase), Problem> {
        at_case(request, &self.callers, self.clock.now(), async |id| {
            self.files.cases.load(&id).await
        })
        .await
    }

    /// The same, with the case's sheets.
    async fn work(&self, request: &Request) -> Result<(Actor, CaseFile), Problem> {
        self.with_sheets(Door::Work, request).await
    }

    /// One of our own people who only reads.
    async fn read(&self, request: &Request) -> Result<(Actor, CaseFile), Problem> {
        self.with_sheets(Door::Read, request).await
    }

    async fn with_sheets(
        &self,
        door: Door,
        request: &Request,
    ) -> Result<(Actor, CaseFile), Problem> {
        at_door(door, request, &self.callers, self.clock.now(), async |id| {
            self.files.open(&id, &CLASSES).await
        })
        .await
    }

    /// A treating doctor or their secretary at their page, with the case's sheets.
    async fn enter(&self, request: &Request) -> Result<(Visit, CaseFile), Problem> {
        self.enter_for(request, &[Purpose::GoAhead]).await
    }

    /// The member at the page of their own papers, with the case's sheets.
    async fn enter_own(&self, request: &Request) -> Result<(Visit, CaseFile), Problem> {
        self.enter_for(request, &OWN_PAGES).await
    }

    async fn enter_for(
        &self,
        request: &Request,
        purposes: &[Purpose],
    ) -> Result<(Visit, CaseFile), Problem> {
        let open = async |case| self.files.open(&case, &CLASSES).await;
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

    /// A command from someone's page, answered with that page.
    async fn act_on_page(
        &self,
        visit: &Visit,
        loaded: LoadedCase,
        command: impl Into<Command>,
        sheets: Vec<SealedSheet>,
        back: &str,
    ) -> Result<Response, Problem> {
        let still_open = visit.still_open(&self.files.access)?;
        let now = self.clock.now();
        self.files.insist(loaded, &visit.actor, command, sheets, still_open, now).await?;
        Ok(Response::see_other(back))
    }
}

async fn answer(room: &Room, call: Call) -> Result<Response, Problem> {
    match call {
        Call::Http(request) => route(room, &request).await,
        Call::Event(event) => verdict::hear(room, &event).await,
    }
}

async fn route(room: &Room, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "POST /cases/{id}/records" => ask::ask(room, request).await,
        "POST /cases/{id}/records/chase" => by_nurse::chase(room, request).await,
        "POST /cases/{id}/records/not-available" => by_nurse::not_available(room, request).await,
        "POST /cases/{id}/documents" => upload::announce_by_nurse(room, request).await,
        "GET /cases/{id}/documents/{document}" => document::read(room, request).await,
        "GET /my-records/{session}" => own::show(room, request).await,
        "POST /my-records/{session}/uploads" => upload::announce_own(room, request).await,
        "GET /my-records/{session}/documents/{document}" => document::read_own(room, request).await,
        "POST /records/{session}/fee" => fee::claim(room, request).await,
        "POST /cases/{id}/records/complete" => complete::complete(room, request).await,
        "POST /cases/{id}/hand-over" => hand_over::hand_over(room, request).await,
        "GET /records/{session}" => page::show(room, request).await,
        "POST /records/{session}/go-ahead" => go_ahead::answer(room, request).await,
        "POST /records/{session}/uploads" => upload::announce(room, request).await,
        "POST /records/{session}/not-available" => not_available::note(room, request).await,
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
    web::serve_calls(settings.required("SERVICE_PHONE")?, async |call| answer(&room, call).await)
        .await
}
