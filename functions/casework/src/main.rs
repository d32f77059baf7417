//! Casework: the nurse's work on a case, and what the clinical lead decides.

mod assign;
mod close;
mod contact;
mod contacts;
mod cover;
mod dates;
mod death;
mod decide;
mod doctors;
mod introduce;
mod link;
mod log;
mod needs;
mod notes;
mod pace;
mod questions;
mod show;
mod stop;
mod tasks;
mod verify;
mod worklist;

use casefile::{CaseFile, CaseFiles};
use domain::directory::Role;
use domain::ids::StaffId;
use domain::referral::AddressRule;
use domain::sheet::{Class, SealedSheet};
use domain::{Actor, Command};
use runtime::{Aws, Clock, Settings, StartError};
use store::{Directory, Loaded};
use web::{Callers, Problem, Request, Response, at_case, progress};

/// What this function is given.
struct Room {
    clock: Clock,
    callers: Callers,
    files: CaseFiles,
    directory: Directory,
    address_rule: AddressRule,
}

impl Room {
    /// Who asks, and the case with its sheets of those classes.
    async fn open(
        &self,
        request: &Request,
        classes: &[Class],
    ) -> Result<(Actor, CaseFile), Problem> {
        at_case(request, &self.callers, self.clock.now(), async |id| {
            self.files.open(&id, classes).await
        })
        .await
    }

    /// Who asks, and the case's head alone.
    async fn head(&self, request: &Request) -> Result<(Actor, Loaded), Problem> {
        at_case(request, &self.callers, self.clock.now(), async |id| {
            self.files.cases.load(&id).await
        })
        .await
    }

    /// Only a nurse can own or cover a case.
    async fn is_nurse(&self, id: &StaffId) -> Result<(), Problem> {
        let staff = self.directory.staff(id).await?;
        match staff {
            Some(staff) if staff.role == Role::Nurse => Ok(()),
            _ => Err(Problem::bad_field("nurse", "there is no such nurse")),
        }
    }

    /// Carries out a command with its sheets, and answers with where the case stands now.
    async fn act(
        &self,
        loaded: Loaded,
        by: &Actor,
        command: impl Into<Command>,
        sheets: Vec<SealedSheet>,
    ) -> Result<Response, Problem> {
        let now = self.clock.now();
        let after = self.files.carry_out(loaded, by, command, sheets, Vec::new(), now).await?;
        Ok(progress(&after.case, now))
    }
}

async fn route(room: &Room, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /cases" => worklist::worklist(room, request).await,
        "GET /cases/{id}" => show::show(room, request).await,
        "GET /cases/{id}/verify" => verify::verify(room, request).await,
        "GET /cases/{id}/log" => log::log(room, request).await,
        "POST /cases/{id}/assign" => assign::assign(room, request).await,
        "POST /cases/{id}/introduction" => introduce::introduce(room, request).await,
        "POST /cases/{id}/contact" => contact::correct(room, request).await,
        "POST /cases/{id}/contact/confirm" => contact::confirm(room, request).await,
        "POST /cases/{id}/contacts" => contacts::log(room, request).await,
        "POST /cases/{id}/link" => link::send(room, request).await,
        "POST /cases/{id}/death" => death::record(room, request).await,
        "POST /cases/{id}/stop" => stop::stop(room, request).await,
        "POST /cases/{id}/cover" => cover::cover(room, request).await,
        "POST /cases/{id}/urgent" => pace::urgent(room, request).await,
        "POST /cases/{id}/hold" => pace::hold(room, request).await,
        "POST /cases/{id}/resume" => pace::resume(room, request).await,
        "POST /cases/{id}/tasks" => tasks::add(room, request).await,
        "POST /cases/{id}/tasks/{task}/done" => tasks::finish(room, request).await,
        "POST /cases/{id}/needs" => needs::record(room, request).await,
        "POST /cases/{id}/questions" => questions::add(room, request).await,
        "POST /cases/{id}/dates" => dates::set(room, request).await,
        "POST /cases/{id}/doctors" => doctors::name(room, request).await,
        "POST /cases/{id}/notes" => notes::add(room, request).await,
        "POST /cases/{id}/go-ahead" => decide::decide(room, request).await,
        "POST /cases/{id}/close" => close::close(room, request).await,
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
        address_rule: settings.required("MEMBER_ADDRESS")?.parse()?,
    };
    web::serve(settings.required("SERVICE_PHONE")?, async |request| route(&room, &request).await)
        .await
}
