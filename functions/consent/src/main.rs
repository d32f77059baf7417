//! Consent: the member reads the statement, gives or declines consent, sees what is theirs, and may
//! change it or take it back; the nurse does the same on the member's word.

mod by_nurse;
mod change;
mod copy;
mod decline;
mod ending;
mod everything;
mod give;
mod my_case;
mod readers;
mod record;
mod statement;
mod withdraw;

use casefile::{CaseFile, CaseFiles};
use domain::access::OWN_PAGES;
use domain::sheet::Class;
use domain::{Actor, Case};
use runtime::{Aws, Clock, Settings, StartError};
use store::Directory;
use vault::Documents;
use web::{Callers, Nurse, Problem, Request, Response, Visit, at_case};

/// What this function is given. The clinical key is not among it.
struct Room {
    clock: Clock,
    callers: Callers,
    files: CaseFiles,
    directory: Directory,
    documents: Documents,
    base_url: String,
    /// The number that answers while no nurse is assigned.
    service_phone: String,
}

impl Room {
    /// The member at a page of their own, with their contact sheets.
    async fn enter(&self, request: &Request) -> Result<(Visit, CaseFile), Problem> {
        let open = async |case| self.files.open(&case, &[Class::Contact]).await;
        web::enter(request, &self.files.access, &OWN_PAGES, self.clock.now(), open).await
    }

    /// Whom the member may phone.
    async fn nurse(&self, case: &Case) -> Result<Nurse, Problem> {
        Ok(Nurse::of(case, &self.directory, &self.service_phone).await?)
    }

    /// The nurse at a case, with its contact sheets.
    async fn at_case(&self, request: &Request) -> Result<(Actor, CaseFile), Problem> {
        at_case(request, &self.callers, self.clock.now(), async |id| {
            self.files.open(&id, &[Class::Contact]).await
        })
        .await
    }
}

async fn route(room: &Room, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /consent/{session}" => statement::read(room, request).await,
        "POST /consent/{session}" => give::give(room, request).await,
        "POST /consent/{session}/decline" => decline::decline(room, request).await,
        "GET /my-case/{session}" => my_case::show(room, request).await,
        "GET /my-case/{session}/statement" => statement::signed(room, request).await,
        "GET /my-case/{session}/copies/{copy}" => copy::download(room, request).await,
        "GET /my-case/{session}/change" => change::ask(room, request).await,
        "POST /my-case/{session}/change" => change::change(room, request).await,
        "GET /my-case/{session}/withdraw" => withdraw::ask(room, request).await,
        "POST /my-case/{session}/withdraw" => withdraw::withdraw(room, request).await,
        "POST /my-case/{session}/everything" => everything::ask(room, request).await,
        "GET /my-case/{session}/everything" => everything::fetch(room, request).await,
        "GET /cases/{id}/consent" => by_nurse::show(room, request).await,
        "POST /cases/{id}/consent" => record::record(room, request).await,
        "POST /cases/{id}/consent/scan" => record::announce_scan(room, request).await,
        "POST /cases/{id}/consent/change" => by_nurse::change(room, request).await,
        "POST /cases/{id}/consent/decline" => by_nurse::decline(room, request).await,
        "POST /cases/{id}/consent/withdraw" => by_nurse::withdraw(room, request).await,
        _ => Err(Problem::not_found()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    runtime::start_logging();
    let settings = Settings;
    let aws = Aws::from_environment().await;
    let directory = Directory::new(&aws, settings.required("DIRECTORY_TABLE")?);
    let bucket = settings.required("DOCUMENTS_BUCKET")?;
    let phone = settings.required("SERVICE_PHONE")?;
    let room = Room {
        clock: Clock::from_settings(&settings),
        callers: Callers::new(directory.clone()),
        files: CaseFiles::new(&aws, settings)?,
        directory,
        documents: Documents::new(&aws, bucket, settings.required("DOCUMENTS_KEY")?),
        base_url: settings.required("BASE_URL")?,
        service_phone: phone.clone(),
    };
    web::serve(phone, async |request| route(&room, &request).await).await
}
