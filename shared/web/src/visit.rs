//! A visit: a session opened with a code, checked against the case as it is now.

use crate::{Problem, Request};
use domain::access::{Party, Purpose};
use domain::ids::CaseId;
use domain::{Actor, Case};
use jiff::Timestamp;
use runtime::Fault;
use std::future::Future;
use store::{Access, Part, Session};

/// Someone at work in a case: who they are, by a session that stands.
#[derive(Debug)]
pub struct Visit {
    pub party: Party,
    pub actor: Actor,
    /// The session's name in paths: not a secret.
    pub selector: String,
    secret: String,
}

impl Visit {
    /// A part that makes a change fail if the session has been closed meanwhile.
    pub fn still_open(&self, access: &Access) -> Result<Vec<Part>, Problem> {
        Ok(vec![access.session_stands(&self.secret)?])
    }
}

/// The cookie of a session. Its name carries a selector, so that two sessions live side by side;
/// its value the case and the secret, so that session and case are read at once.
pub fn session_cookie(selector: &str, case: &CaseId, secret: &str, seconds: i64) -> String {
    let name = cookie_name(selector);
    format!("{name}={case}.{secret}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict")
}

/// Takes the session's own cookie away, and no other session's.
pub fn forget_session(selector: &str) -> String {
    format!("{}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict", cookie_name(selector))
}

fn cookie_name(selector: &str) -> String {
    format!("__Host-s-{selector}")
}

/// Enters by the session that the path names, reading session and case at once. Every way in which
/// it is over gives the same answer.
pub async fn enter<T, F>(
    request: &Request,
    access: &Access,
    purpose: Purpose,
    now: Timestamp,
    open: impl FnOnce(CaseId) -> F,
) -> Result<(Visit, T), Problem>
where
    T: AsRef<Case>,
    F: Future<Output = Result<Option<T>, Fault>>,
{
    let (selector, case, secret) = session_secret(request)?;
    let (session, opened) =
        futures::future::try_join(access.session(&secret), open(case.clone())).await?;
    let (Some(session), Some(opened)) = (session, opened) else {
        return Err(Problem::gone());
    };
    if session.purpose != purpose || session.case != case || !stands(&session, opened.as_ref(), now)
    {
        return Err(Problem::gone());
    }
    let actor = session.party.actor();
    Ok((Visit { party: session.party, actor, selector, secret }, opened))
}

/// The selector of the path with the case and the secret of its cookie.
pub fn session_secret(request: &Request) -> Result<(String, CaseId, String), Problem> {
    let selector = request.parameter("session")?;
    let cookie = request.cookie(&cookie_name(&selector)).ok_or_else(Problem::gone)?;
    let (case, secret) = cookie.split_once('.').ok_or_else(Problem::gone)?;
    let case = case.parse().map_err(|_| Problem::gone())?;
    Ok((selector, case, secret.to_owned()))
}

/// Not expired, and the audience's epoch has not been raised since.
fn stands(session: &Session, case: &Case, now: Timestamp) -> bool {
    now < session.expires
        && session.epoch == case.access.epoch_of(&session.party)
        && case.erased.is_none()
}

/// The page that a session opens for its purpose.
pub fn landing(purpose: Purpose, selector: &str) -> String {
    match purpose {
        Purpose::Consent => format!("/consent/{selector}"),
        Purpose::Choice => format!("/matching/choice/{selector}"),
        Purpose::Brief => format!("/matching/brief/{selector}"),
        Purpose::GoAhead => format!("/records/{selector}"),
        Purpose::Opinion => format!("/report/opinion/{selector}"),
        Purpose::Report => format!("/report/{selector}"),
    }
}
