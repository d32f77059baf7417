//! A visit: a session opened with a code, checked against the case as it is now.

use crate::cookies::session_cookie_name;
use crate::{Once, Problem, Request, Response};
use domain::Party;
use domain::access::Purpose;
use domain::ids::CaseId;
use domain::{Actor, Case};
use jiff::Timestamp;
use runtime::Fault;
use std::future::Future;
use std::str::FromStr;
use store::{Access, Answers, ChangePart, Session};

/// Someone at work in a case: who they are, by a session that is still open.
#[derive(Debug)]
pub struct Visit {
    pub party: Party,
    pub actor: Actor,
    /// What the session was opened for.
    pub purpose: Purpose,
    /// The session's name in paths: not a secret.
    pub selector: String,
    secret: String,
    /// The form that they sent, if they sent one.
    form: Option<Once>,
}

impl Visit {
    /// A part that makes a change fail if the session has been closed meanwhile.
    pub fn still_open(&self, access: &Access) -> ChangePart {
        access.session_still_open(&self.secret)
    }

    /// The part that keeps where the form of this visit led to.
    pub fn keep(
        &self,
        answers: &Answers,
        answer: &Response,
        now: Timestamp,
    ) -> Result<Option<ChangePart>, Fault> {
        self.form.as_ref().map(|form| form.keep(answers, answer, now)).transpose()
    }

    /// The id of what the form makes: the same whenever that form is sent again.
    pub fn form_id<T: FromStr>(&self) -> Option<T> {
        self.form.as_ref().and_then(|form| form.id().parse().ok())
    }

    /// By what the session is known without its secret: SHA-256 in hex.
    pub fn session(&self) -> String {
        store::digest(&self.secret)
    }
}

/// Enters by the session that the path names, opened for one of those purposes; session and case
/// are read at once. Every way in which it is over gives the same answer.
pub async fn enter<T, F>(
    request: &Request,
    access: &Access,
    purposes: &[Purpose],
    now: Timestamp,
    open: impl FnOnce(CaseId) -> F,
) -> Result<(Visit, T), Problem>
where
    T: AsRef<Case>,
    F: Future<Output = Result<Option<T>, Fault>>,
{
    let (selector, case, secret) = session_secret(request)?;
    let (session, opened) =
        futures::future::try_join(access.session(&secret, now), open(case.clone())).await?;
    let (Some(session), Some(opened)) = (session, opened) else {
        return Err(Problem::session_over());
    };
    let own = purposes.contains(&session.purpose) && session.case == case;
    if !own || !is_still_open(&session, opened.as_ref()) {
        return Err(Problem::session_over());
    }
    let (party, purpose, form) = (session.party, session.purpose, Once::of_form(request)?);
    Ok((Visit { actor: party.actor(), party, purpose, selector, secret, form }, opened))
}

/// The selector of the path with the case and the secret of its cookie.
pub fn session_secret(request: &Request) -> Result<(String, CaseId, String), Problem> {
    let selector = request.parameter("session")?;
    let cookie =
        request.cookie(&session_cookie_name(&selector)).ok_or_else(Problem::browser_forgot)?;
    let (case, secret) = cookie.split_once('.').ok_or_else(Problem::session_over)?;
    let case = case.parse().map_err(|_| Problem::session_over())?;
    Ok((selector, case, secret.to_owned()))
}

/// The audience's epoch has not been raised since, and the case is not over for everyone.
fn is_still_open(session: &Session, case: &Case) -> bool {
    session.epoch == case.access.epoch_of(&session.party)
        && case.keeping.erased.is_none()
        && case.casework.died.is_none()
}

/// The page that a session opens for its purpose.
pub fn landing(purpose: Purpose, selector: &str) -> String {
    match purpose {
        Purpose::Consent => format!("/consent/{selector}"),
        Purpose::OwnCase => format!("/my-case/{selector}"),
        Purpose::Choice => format!("/matching/choice/{selector}"),
        Purpose::Brief => format!("/matching/brief/{selector}"),
        Purpose::GoAhead => format!("/records/{selector}"),
        Purpose::Opinion => format!("/report/opinion/{selector}"),
        Purpose::Report => format!("/report/{selector}"),
    }
}
