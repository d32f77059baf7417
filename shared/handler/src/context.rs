//! The context of a function: what it is given, and the steps that its verbs take.

use crate::doors::at_door;
use crate::progress::progress;
use casefile::{Act, CaseFile, CaseFiles, LookError};
use domain::access::Purpose;
use domain::case::StaffPart;
use domain::question::{Look, Looking};
use domain::referral::{AddressRule, TestNumbers};
use domain::sheet::Class;
use domain::{Actor, Case, Command};
use jiff::{Timestamp, ToSpan};
use runtime::{Aws, Clock, MissingSetting, Settings, StartError};
use store::{Directory, LoadedCase, StoredAnswer};
use vault::{Documents, Marks};
use web::{Callers, Nurse, Once, Problem, Request, Response, Visit, again};

/// Minutes for which a page confirms what was done.
const CONFIRMED_MINUTES: i64 = 10;

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

/// That a command was carried out: now, or when the same was asked before.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "one is made a request, and taken apart at once")]
pub enum Done {
    Now(LoadedCase),
    Before(StoredAnswer),
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

    /// Whether somebody has only just done it, so that their page confirms it. A reload says it again.
    pub fn is_just_now(&self, at: Timestamp) -> bool {
        at.checked_add(CONFIRMED_MINUTES.minutes()).is_ok_and(|until| self.now() < until)
    }

    /// One of our own people at a case, by the door of the operation, with the case's head alone.
    pub async fn load(&self, request: &Request) -> Result<(Actor, LoadedCase), Problem> {
        let load = async |id| self.files.cases.load(&id).await;
        at_door(request, &self.callers, &self.files.cases.answers(), self.now(), load).await
    }

    /// The same, with the case's sheets of those classes.
    pub async fn open(
        &self,
        request: &Request,
        classes: &[Class],
    ) -> Result<(Actor, CaseFile), Problem> {
        let open = async |id| self.files.open(&id, classes).await;
        at_door(request, &self.callers, &self.files.cases.answers(), self.now(), open).await
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

    /// The same with the case's head alone, for a function that opens no sheet.
    pub async fn enter_head(
        &self,
        request: &Request,
        purposes: &[Purpose],
    ) -> Result<(Visit, LoadedCase), Problem> {
        let load = async |id| self.files.cases.load(&id).await;
        web::enter(request, &self.files.access, purposes, self.now(), load).await
    }

    /// A command by one of our own people, or by a machine.
    pub fn act(&self, by: &Actor, command: impl Into<Command>) -> Act<'_> {
        self.files.act(by, command, self.now())
    }

    /// A command from a page. It fails if the session has been closed meanwhile.
    pub fn act_as(&self, visit: &Visit, command: impl Into<Command>) -> Act<'_> {
        self.act(&visit.actor, command).with(visit.still_open(&self.files.access))
    }

    /// Carries out a command of our own people, and answers with how far the case is then. Under an
    /// idempotency key the answer is kept in the same transaction.
    pub async fn progress(
        &self,
        request: &Request,
        act: Act<'_>,
        loaded: LoadedCase,
    ) -> Result<Response, Problem> {
        let now = self.now();
        self.answer(request, act, loaded, |case| progress(case, now)).await
    }

    /// The same with another answer, which tells of the case as it is then and holds nothing private.
    async fn answer(
        &self,
        request: &Request,
        act: Act<'_>,
        loaded: LoadedCase,
        answer: impl Fn(&Case) -> Response,
    ) -> Result<Response, Problem> {
        match self.carry_out(request, act, loaded, &answer).await? {
            Done::Now(after) => Ok(answer(&after.case)),
            Done::Before(kept) => Ok(again(kept)),
        }
    }

    /// Carries out a command once for each idempotency key. What `kept` makes of the case as it is then is
    /// kept in the same transaction; it holds nothing private.
    pub async fn carry_out(
        &self,
        request: &Request,
        act: Act<'_>,
        loaded: LoadedCase,
        kept: impl Fn(&Case) -> Response,
    ) -> Result<Done, Problem> {
        let (answers, now) = (self.files.cases.answers(), self.now());
        let Some(once) = Once::of(request)? else {
            return Ok(Done::Now(act.on(loaded).await?));
        };
        let keep = |case: &Case| once.keep(&answers, &kept(case), now);
        match act.reporting(keep).on(loaded).await {
            Ok(after) => Ok(Done::Now(after)),
            // The same may have been asked at the same moment, and the other was first.
            Err(error) => once
                .kept(&answers, now)
                .await?
                .map_or_else(|| Err(error.into()), |kept| Ok(Done::Before(kept))),
        }
    }

    /// A look at a case, asked for and noted. Whoever may not look does not learn that there is anything.
    pub async fn look(
        &self,
        by: &Actor,
        case: &Case,
        looking: Looking<'_>,
    ) -> Result<Look, Problem> {
        match self.files.look(case, by, looking, self.now()).await {
            Ok(look) => Ok(look),
            Err(LookError::Fault(fault)) => Err(fault.into()),
            Err(LookError::Withheld(_)) if by.part_in(case, self.now()) == StaffPart::None => {
                Err(Problem::gone())
            }
            Err(LookError::Withheld(_)) => Err(Problem::not_found()),
        }
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
    pub test_numbers: TestNumbers,
}

impl Intake {
    pub fn new(aws: &Aws, settings: Settings) -> Result<Self, StartError> {
        Ok(Self {
            marks: Marks::new(aws, settings.required("MARKS_KEY")?),
            address_rule: settings.required("MEMBER_ADDRESS")?.parse()?,
            test_numbers: settings.required("TEST_NHS_NUMBERS")?.parse()?,
        })
    }
}
