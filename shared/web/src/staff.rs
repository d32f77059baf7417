//! API callers: a token's scope is checked exactly, and its subject looked up in the directory.

use crate::{Problem, Request};
use api::{ApiScope, By};
use domain::Actor;
use domain::directory::{Caller, Client, Role, Staff};
use domain::ids::ClientId;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use store::Directory;

/// How long a caller's entry may be remembered: a caller who is struck off is refused after this.
const REMEMBERED: Duration = Duration::from_secs(60);

/// Who calls the API. Remembers callers for a minute, so that a warm request saves the look-up.
#[derive(Debug)]
pub struct Callers {
    directory: Directory,
    /// How long a caller is remembered.
    remembered: Duration,
    known: Mutex<HashMap<String, (Instant, Caller)>>,
}

impl Callers {
    pub fn new(directory: Directory) -> Self {
        Self { directory, remembered: REMEMBERED, known: Mutex::default() }
    }

    /// Reads each caller again: for who may change who may call.
    pub fn never_remembered(directory: Directory) -> Self {
        Self { remembered: Duration::ZERO, ..Self::new(directory) }
    }

    /// The client of a verified token with the scope to refer.
    pub async fn client(&self, request: &Request) -> Result<ClientId, Problem> {
        match self.caller(request, ApiScope::Refer).await? {
            Caller::Client(client) => Ok(client),
            Caller::Staff(_) => Err(Problem::missing_scope()),
        }
    }

    /// The member of staff who asks, with exactly the scope and one of the roles of the operation.
    pub async fn staff(&self, request: &Request) -> Result<Staff, Problem> {
        let By::Staff(scope, roles) = request.operation()?.by else {
            return Err(Problem::not_found());
        };
        match self.caller(request, scope).await? {
            Caller::Staff(staff) if !staff.standing.is_current() => Err(Problem::missing_scope()),
            Caller::Staff(staff) if roles.contains(&staff.role) => Ok(staff),
            Caller::Staff(_) => Err(Problem::missing_role()),
            Caller::Client(_) => Err(Problem::missing_scope()),
        }
    }

    /// The client's own entry in the directory.
    pub async fn entry(&self, client: &ClientId) -> Result<Client, Problem> {
        self.directory.client(client).await?.ok_or_else(Problem::missing_scope)
    }

    async fn caller(&self, request: &Request, scope: ApiScope) -> Result<Caller, Problem> {
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
        known.retain(|_, (since, _)| since.elapsed() < self.remembered);
        known.get(subject).map(|(_, caller)| caller.clone())
    }
}

/// The actor that a member of staff is; finance has no part in any case.
pub fn actor(staff: &Staff) -> Option<Actor> {
    match staff.role {
        Role::Nurse => Some(Actor::Nurse(staff.id.clone())),
        Role::ClinicalLead => Some(Actor::ClinicalLead(staff.id.clone())),
        Role::Operator => Some(Actor::Operator(staff.id.clone())),
        Role::Finance | Role::Keeper => None,
    }
}
