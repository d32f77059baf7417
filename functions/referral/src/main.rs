//! Referral intake: a client's manager refers a member, and the client sees where that stands.

mod receive;
mod show;

use casefile::CaseFiles;
use domain::referral::AddressRule;
use runtime::{Aws, Clock, Settings, StartError};
use store::Directory;
use vault::Marks;
use web::{Callers, Problem, Request, Response};

/// What this function is given.
struct Room {
    clock: Clock,
    callers: Callers,
    files: CaseFiles,
    marks: Marks,
    address_rule: AddressRule,
}

async fn route(room: &Room, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "POST /referrals" => receive::receive(room, request).await,
        "GET /referrals/{id}" => show::show(room, request).await,
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
        callers: Callers::new(Directory::new(&aws, settings.required("DIRECTORY_TABLE")?)),
        files: CaseFiles::new(&aws, settings)?,
        marks: Marks::new(&aws, settings.required("MARKS_KEY")?),
        address_rule: settings.required("MEMBER_ADDRESS")?.parse()?,
    };
    web::serve(settings.required("SERVICE_PHONE")?, async |request| route(&room, &request).await)
        .await
}
