//! A visit: a session opened with a code, checked against the case as it is now.

use crate::{Problem, Request};
use domain::access::{Party, Purpose};
use domain::ids::CaseId;
use domain::Actor;
use jiff::Timestamp;
use store::{Access, Cases, Loaded, Part, Session};

/// Someone at work in a case: who they are, and the case as it is now.
#[derive(Debug)]
pub struct Visit {
    pub loaded: Loaded,
    pub party: Party,
    pub actor: Actor,
    /// The session's name in paths: not a secret.
    pub selector: String,
    secret: String,
}

impl Visit {
    /// A part that makes a change fail if the session has been closed meanwhile.
    pub fn still_open(&self, access: &Access) -> Result<Part, Problem> {
        Ok(access.session_stands(&self.secret)?)
    }
}

/// The cookie of a session. Its name carries a selector, so that two sessions live side by side;
/// its value the case and the secret, so that session and case are read at once.
pub fn session_cookie(selector: &str, case: &CaseId, secret: &str, seconds: i64) -> String {
    let name = cookie_name(selector);
    format!("{name}={case}.{secret}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict")
}

fn cookie_name(selector: &str) -> String {
    format!("__Host-s-{selector}")
}

/// Enters by the session that the path names. Every way in which it is over gives the same answer.
pub async fn enter(
    request: &Request,
    access: &Access,
    cases: &Cases,
    purpose: Purpose,
    now: Timestamp,
) -> Result<Visit, Problem> {
    let (selector, case, secret) = session_secret(request)?;
    let (session, loaded) = futures::future::try_join(access.session(&secret), cases.load(&case)).await?;
    let (Some(session), Some(loaded)) = (session, loaded) else { return Err(Problem::gone()) };
    if session.purpose != purpose || !stands(&session, &case, &loaded, now) {
        return Err(Problem::gone());
    }
    let actor = session.party.actor();
    Ok(Visit { loaded, party: session.party, actor, selector, secret })
}

/// The selector of the path with the case and the secret of its cookie.
pub fn session_secret(request: &Request) -> Result<(String, CaseId, String), Problem> {
    let selector = request.parameter("session")?;
    let cookie = request.cookie(&cookie_name(&selector)).ok_or_else(Problem::gone)?;
    let (case, secret) = cookie.split_once('.').ok_or_else(Problem::gone)?;
    let case = case.parse().map_err(|_| Problem::gone())?;
    Ok((selector, case, secret.to_owned()))
}

/// The session is of this case, not expired, and its audience's epoch has not been raised since.
fn stands(session: &Session, case: &CaseId, loaded: &Loaded, now: Timestamp) -> bool {
    session.case == *case
        && now < session.expires
        && session.epoch == loaded.case.access.epoch_of(&session.party)
        && loaded.case.erased.is_none()
}
