//! API callers: a token's scope is checked exactly, and its subject looked up in the directory.

use crate::{Problem, Request, Response};
use domain::directory::{Caller, Client, Role, Staff};
use domain::ids::{CaseId, ClientId};
use domain::question::{self, Delay, Reader, Stage, Waiting, WaitsFor};
use domain::{Actor, Case};
use jiff::Timestamp;
use jiff::civil::Date;
use runtime::Fault;
use serde::Serialize;
use std::collections::HashMap;
use std::future::Future;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use store::Directory;

/// How long a caller's entry may be remembered: a caller who is struck off is refused after this.
const REMEMBERED: Duration = Duration::from_secs(60);

/// The scopes of the API, as they stand in `infra/identity.yaml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
pub enum Scope {
    #[strum(serialize = "api/refer")]
    Refer,
    #[strum(serialize = "api/casework")]
    Casework,
    #[strum(serialize = "api/finance")]
    Finance,
    /// How long cases are kept: legal hold, erasure, subject access.
    #[strum(serialize = "api/retention")]
    Retention,
}

/// Who calls the API. Remembers callers for a minute, so that a warm request saves the look-up.
#[derive(Debug)]
pub struct Callers {
    directory: Directory,
    known: Mutex<HashMap<String, (Instant, Caller)>>,
}

impl Callers {
    pub fn new(directory: Directory) -> Self {
        Self { directory, known: Mutex::default() }
    }

    /// The client of a verified token with the scope to refer.
    pub async fn client(&self, request: &Request) -> Result<ClientId, Problem> {
        match self.caller(request, Scope::Refer).await? {
            Caller::Client(client) => Ok(client),
            Caller::Staff(_) => Err(Problem::missing_scope()),
        }
    }

    pub async fn staff(&self, request: &Request, scope: Scope) -> Result<Staff, Problem> {
        match self.caller(request, scope).await? {
            Caller::Staff(staff) => Ok(staff),
            Caller::Client(_) => Err(Problem::missing_scope()),
        }
    }

    /// The client's own entry in the directory.
    pub async fn entry(&self, client: &ClientId) -> Result<Client, Problem> {
        self.directory.client(client).await?.ok_or_else(Problem::missing_scope)
    }

    async fn caller(&self, request: &Request, scope: Scope) -> Result<Caller, Problem> {
        let token = request.token()?;
        let wanted: &'static str = scope.into();
        if !token.scopes.iter().any(|given| given == wanted) {
            return Err(Problem::missing_scope());
        }
        if let Some(caller) = self.remembered(&token.subject) {
            return Ok(caller);
        }
        let caller = self.directory.caller(&token.subject).await?;
        let caller = caller.ok_or_else(Problem::missing_scope)?;
        if let Ok(mut known) = self.known.lock() {
            known.insert(token.subject, (Instant::now(), caller.clone()));
        }
        Ok(caller)
    }

    fn remembered(&self, subject: &str) -> Option<Caller> {
        let mut known = self.known.lock().ok()?;
        known.retain(|_, (since, _)| since.elapsed() < REMEMBERED);
        known.get(subject).map(|(_, caller)| caller.clone())
    }
}

/// The actor that a member of staff is; finance has no part in any case.
pub fn actor(staff: &Staff) -> Option<Actor> {
    match staff.role {
        Role::Nurse => Some(Actor::Nurse(staff.id.clone())),
        Role::ClinicalLead => Some(Actor::ClinicalLead(staff.id.clone())),
        Role::Operator => Some(Actor::Operator(staff.id.clone())),
        Role::Finance => None,
    }
}

/// What a member of staff wants at a case, which decides who gets as far as its door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The nurse of the case, or the clinical lead.
    Work,
    /// Those, and a nurse who has broken the glass.
    Read,
    /// Any nurse: they say why, and only then they read.
    BreakGlass,
    /// An operator, at how long the case is kept.
    Keep,
}

impl Door {
    fn scope(self) -> Scope {
        if self == Self::Keep { Scope::Retention } else { Scope::Casework }
    }

    /// Who has no part in a case does not learn that it exists, whatever else they ask of it. A
    /// case without a nurse may be taken by any.
    fn lets_in(self, by: &Actor, case: &Case, now: Timestamp) -> bool {
        let facts = &case.casework;
        match (self, by) {
            (Self::Keep, Actor::Operator(_))
            | (Self::BreakGlass, Actor::Nurse(_))
            | (Self::Work | Self::Read, Actor::ClinicalLead(_)) => true,
            (Self::Work, Actor::Nurse(nurse)) => {
                facts.nurse.is_none() || facts.is_nurse_of_case(nurse, now)
            }
            (Self::Read, Actor::Nurse(nurse)) => {
                Self::Work.lets_in(by, case, now) || facts.has_broken_glass(nurse, now)
            }
            _ => false,
        }
    }
}

/// A member of staff at a case that they work on: see [`at_door`].
pub async fn at_case<T, F>(
    request: &Request,
    callers: &Callers,
    now: Timestamp,
    open: impl FnOnce(CaseId) -> F,
) -> Result<(Actor, T), Problem>
where
    T: AsRef<Case>,
    F: Future<Output = Result<Option<T>, Fault>>,
{
    at_door(Door::Work, request, callers, now, open).await
}

/// A member of staff at a case: who they are and the case, read at once. With `If-Match` the case
/// must still be at the version that the caller saw.
pub async fn at_door<T, F>(
    door: Door,
    request: &Request,
    callers: &Callers,
    now: Timestamp,
    open: impl FnOnce(CaseId) -> F,
) -> Result<(Actor, T), Problem>
where
    T: AsRef<Case>,
    F: Future<Output = Result<Option<T>, Fault>>,
{
    let id: CaseId = request.id("id")?;
    let opened = async { open(id).await.map_err(Problem::from) };
    let (staff, opened) =
        futures::future::try_join(callers.staff(request, door.scope()), opened).await?;
    let opened = opened.ok_or_else(Problem::not_found)?;
    let by = actor(&staff).ok_or_else(Problem::not_found)?;
    if !door.lets_in(&by, opened.as_ref(), now) {
        return Err(Problem::not_found());
    }
    let seen = request.header("if-match").map(|tag| tag.trim_matches('"').to_owned());
    if seen.is_some_and(|seen| seen != opened.as_ref().version.to_string()) {
        let detail = "the case has changed since you read it";
        return Err(Problem::new(412, "changed-since", detail));
    }
    Ok((by, opened))
}

/// As whom a member of staff reads; whoever reads nothing does not learn that there is a case.
pub fn reader(by: &Actor) -> Result<Reader, Problem> {
    Reader::of(by).ok_or_else(Problem::not_found)
}

/// Where a case stands, as staff see it after a command and in the worklist.
#[derive(Debug, Serialize)]
pub struct Progress {
    pub id: CaseId,
    pub reference: String,
    pub version: u64,
    pub stage: Stage,
    pub waiting_for: Waiting,
    pub also_waiting_for: Vec<WaitsFor>,
    pub expected_finish: Option<Date>,
    pub delay: Delay,
}

impl Progress {
    pub fn of(case: &Case, now: Timestamp) -> Self {
        Self {
            id: case.id.clone(),
            reference: case.id.reference(),
            version: case.version,
            stage: question::stage(case),
            waiting_for: question::waiting_for(case, now),
            also_waiting_for: question::also_waiting_for(case),
            expected_finish: question::expected_finish(case, now),
            delay: question::delay(case, now),
        }
    }
}

/// The answer to a command on a case, with its version as the tag.
pub fn progress(case: &Case, now: Timestamp) -> Response {
    tagged(case, Response::json(200, &Progress::of(case, now)))
}

/// Adds the case's version, to be sent back as `If-Match`.
pub fn tagged(case: &Case, answer: Response) -> Response {
    answer.header(lambda_http::http::header::ETAG, format!("\"{}\"", case.version))
}
