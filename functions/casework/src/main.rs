//! Casework: the nurse's work on a case, what the clinical lead decides, and how long a case is kept.

mod assign;
mod break_glass;
mod bundle;
mod close;
mod complaints;
mod contact;
mod contacts;
mod cover;
mod dates;
mod death;
mod decide;
mod doctors;
mod erase;
mod heard;
mod introduce;
mod keeping;
mod link;
mod log;
mod needs;
mod notes;
mod pace;
mod questions;
mod reopen;
mod search;
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
use domain::{Actor, Case, Command};
use runtime::{Aws, Clock, Settings, StartError};
use store::{Directory, LoadedCase};
use vault::{Anchors, Documents, Marks};
use web::{Call, Callers, Door, Nurse, Problem, Request, Response, at_door, progress};

/// What this function is given.
struct Room {
    clock: Clock,
    callers: Callers,
    files: CaseFiles,
    directory: Directory,
    documents: Documents,
    anchors: Anchors,
    marks: Marks,
    address_rule: AddressRule,
    base_url: String,
    /// The number that answers while no nurse is assigned.
    service_phone: String,
}

impl Room {
    /// Who works on the case, and the case with its sheets of those classes.
    async fn open(
        &self,
        request: &Request,
        classes: &[Class],
    ) -> Result<(Actor, CaseFile), Problem> {
        self.enter(Door::Work, request, classes).await
    }

    /// Who reads the case, with its sheets: a nurse who broke the glass among them.
    async fn read(
        &self,
        request: &Request,
        classes: &[Class],
    ) -> Result<(Actor, CaseFile), Problem> {
        self.enter(Door::Read, request, classes).await
    }

    async fn enter(
        &self,
        door: Door,
        request: &Request,
        classes: &[Class],
    ) -> Result<(Actor, CaseFile), Problem> {
        at_door(door, request, &self.callers, self.clock.now(), async |id| {
            self.files.open(&id, classes).await
        })
        .await
    }

    /// Who works on the case, and its head alone.
    async fn head(&self, request: &Request) -> Result<(Actor, LoadedCase), Problem> {
        self.head_at(Door::Work, request).await
    }

    async fn read_head(&self, request: &Request) -> Result<(Actor, LoadedCase), Problem> {
        self.head_at(Door::Read, request).await
    }

    /// An operator at how long the case is kept.
    async fn keep_head(&self, request: &Request) -> Result<(Actor, LoadedCase), Problem> {
        self.head_at(Door::Keep, request).await
    }

    async fn head_at(&self, door: Door, request: &Request) -> Result<(Actor, LoadedCase), Problem> {
        at_door(door, request, &self.callers, self.clock.now(), async |id| {
            self.files.cases.load(&id).await
        })
        .await
    }

    /// Whom someone at a page may phone.
    async fn nurse(&self, case: &Case) -> Result<Nurse, Problem> {
        Ok(Nurse::of(case, &self.directory, &self.service_phone).await?)
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
        loaded: LoadedCase,
        by: &Actor,
        command: impl Into<Command>,
        sheets: Vec<SealedSheet>,
    ) -> Result<Response, Problem> {
        let now = self.clock.now();
        let after = self.files.carry_out(loaded, by, command, sheets, Vec::new(), now).await?;
        Ok(progress(&after.case, now))
    }
}

async fn answer(room: &Room, call: Call) -> Result<Response, Problem> {
    match call {
        Call::Http(request) => route(room, &request).await,
        Call::Event(event) => heard::hear(room, &event).await,
    }
}

async fn route(room: &Room, request: &Request) -> Result<Response, Problem> {
    match request.route() {
        "GET /cases" => worklist::worklist(room, request).await,
        "GET /cases/{id}" => show::show(room, request).await,
        "GET /cases/{id}/verify" => verify::verify(room, request).await,
        "GET /cases/{id}/log" => log::log(room, request).await,
        "GET /cases/{id}/timeline" => log::timeline(room, request).await,
        "POST /search" => search::search(room, request).await,
        "POST /cases/{id}/break-glass" => break_glass::break_glass(room, request).await,
        "POST /cases/{id}/reopen" => reopen::reopen(room, request).await,
        "POST /cases/{id}/complaints" => complaints::note(room, request).await,
        "POST /cases/{id}/complaints/{complaint}/answer" => complaints::answer(room, request).await,
        "GET /complaint/{session}" => complaints::ask(room, request).await,
        "POST /complaint/{session}" => complaints::make(room, request).await,
        "POST /cases/{id}/subject-access" => bundle::ask(room, request).await,
        "GET /retention" => keeping::list(room, request).await,
        "GET /cases/{id}/retention" => keeping::show(room, request).await,
        "POST /cases/{id}/legal-hold" => keeping::hold(room, request).await,
        "POST /cases/{id}/legal-hold/lift" => keeping::lift(room, request).await,
        "POST /cases/{id}/erase" => erase::erase(room, request).await,
        "GET /cases/{id}/certificate" => erase::certificate(room, request).await,
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
    let bucket = settings.required("DOCUMENTS_BUCKET")?;
    let phone = settings.required("SERVICE_PHONE")?;
    let room = Room {
        clock: Clock::from_settings(&settings),
        callers: Callers::new(directory.clone()),
        files: CaseFiles::new(&aws, settings)?,
        directory,
        documents: Documents::new(&aws, bucket, settings.required("DOCUMENTS_KEY")?),
        anchors: Anchors::new(&aws, settings.required("ANCHORS_BUCKET")?),
        marks: Marks::new(&aws, settings.required("MARKS_KEY")?),
        address_rule: settings.required("MEMBER_ADDRESS")?.parse()?,
        base_url: settings.required("BASE_URL")?,
        service_phone: phone.clone(),
    };
    web::serve_calls(phone, async |call| answer(&room, call).await).await
}
