//! The context of a function: what it is given, and the steps that its verbs take.

use crate::Door;
use crate::doors::at_door;
use casefile::{Act, CaseFile, CaseFiles};
use domain::access::Purpose;
use domain::referral::AddressRule;
use domain::sheet::Class;
use domain::{Actor, Case, Command};
use jiff::Timestamp;
use runtime::{Aws, Clock, MissingSetting, Settings, StartError};
use store::{Directory, LoadedCase};
use vault::{Documents, Marks};
use web::{Callers, Nurse, Problem, Request, Visit};

/// What a function that works on cases is given, with what only it needs in `own`.
#[derive(Debug)]
pub struct Context<Own = ()> {
    pub clock: Clock,
    pub callers: Callers,
    pub files: CaseFiles,
    pub directory: Directory,
    /// The address of the service, as mails and forms carry it.
    pub base_url: String,
    /// The number that answers while no nurse is assigned.
    pub service_phone: String,
    pub own: Own,
}

impl<Own> Context<Own> {
    pub fn new(aws: &Aws, settings: Settings, own: Own) -> Result<Self, MissingSetting> {
        let directory = Directory::new(aws, settings.required("DIRECTORY_TABLE")?);
        Ok(Self {
            clock: Clock::from_settings(&settings),
            callers: Callers::new(directory.clone()),
            files: CaseFiles::new(aws, settings)?,
            directory,
            base_url: settings.required("BASE_URL")?,
            service_phone: settings.required("SERVICE_PHONE")?,
            own,
        })
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// One of our own people at a case that they work on, with its head alone.
    pub async fn load(&self, request: &Request) -> Result<(Actor, LoadedCase), Problem> {
        self.load_at(Door::Work, request).await
    }

    /// The same, by a door that asks for less or for something else.
    pub async fn load_at(
        &self,
        door: Door,
        request: &Request,
    ) -> Result<(Actor, LoadedCase), Problem> {
        let load = async |id| self.files.cases.load(&id).await;
        at_door(door, request, &self.callers, self.now(), load).await
    }

    /// One of our own people at a case that they work on, with its sheets of those classes.
    pub async fn open(
        &self,
        request: &Request,
        classes: &[Class],
    ) -> Result<(Actor, CaseFile), Problem> {
        self.open_at(Door::Work, request, classes).await
    }

    /// The same, by a door that asks for less or for something else.
    pub async fn open_at(
        &self,
        door: Door,
        request: &Request,
        classes: &[Class],
    ) -> Result<(Actor, CaseFile), Problem> {
        let open = async |id| self.files.open(&id, classes).await;
        at_door(door, request, &self.callers, self.now(), open).await
    }

    /// Someone at a page of theirs, by a session that was opened for one of those purposes, with the
    /// case's sheets of those classes.
    pub async fn enter(
        &self,
        request: &Request,
        purposes: &[Purpose],
        classes: &[Class],
    ) -> Result<(Visit, CaseFile), Problem> {
        let open = async |id| self.files.open(&id, classes).await;
        web::enter(request, &self.files.access, purposes, self.now(), open).await
    }

    /// A command by one of our own people, or by a machine.
    pub fn act(&self, by: &Actor, command: impl Into<Command>) -> Act<'_> {
        self.files.act(by, command, self.now())
    }

    /// A command from a page. It fails if the session has been closed meanwhile.
    pub fn act_as(&self, visit: &Visit, command: impl Into<Command>) -> Act<'_> {
        self.act(&visit.actor, command).with(visit.still_open(&self.files.access))
    }

    /// Whom someone at a page may phone.
    pub async fn nurse(&self, case: &Case) -> Result<Nurse, Problem> {
        Ok(Nurse::of(case, &self.directory, &self.service_phone).await?)
    }
}

/// The documents bucket, for a function that is given it.
pub fn documents(aws: &Aws, settings: Settings) -> Result<Documents, MissingSetting> {
    let bucket = settings.required("DOCUMENTS_BUCKET")?;
    Ok(Documents::new(aws, bucket, settings.required("DOCUMENTS_KEY")?))
}

/// What a function is given that takes down who a member is.
#[derive(Debug)]
pub struct Intake {
    /// By which a member is known again, without their details.
    pub marks: Marks,
    pub address_rule: AddressRule,
}

impl Intake {
    pub fn new(aws: &Aws, settings: Settings) -> Result<Self, StartError> {
        Ok(Self {
            marks: Marks::new(aws, settings.required("MARKS_KEY")?),
            address_rule: settings.required("MEMBER_ADDRESS")?.parse()?,
        })
    }
}
