//! Problems (RFC 9457): refusals and faults as answers. The status of each refusal is `api::status`.

use crate::page::sentences;
use crate::said::by_our_types;
use crate::{Brand, Response, again};
use api::{FieldError, ProblemBody, status};
use askama::Template;
use domain::question::Withheld;
use domain::refusal::Gate;
use domain::{Refusal, referral, scheduling};
use runtime::{Fault, Kind};
use store::{AppendError, Clash, StoredAnswer};

/// The code of a refusal that another writer caused: nothing was written, and asking again may succeed.
pub const CHANGED_MEANWHILE: &str = "changed-meanwhile";

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage<'a> {
    status: u16,
    code: &'a str,
    detail: &'a str,
    errors: Vec<FieldError>,
    back: Option<&'a str>,
    written: &'a [String],
    brand: &'a Brand,
}

/// Why a request is not done. It never echoes what was sent.
#[derive(Debug)]
pub struct Problem {
    pub status: u16,
    /// Kebab-case, stable.
    pub code: &'static str,
    /// A sentence for the person, without a final full stop.
    pub detail: String,
    /// The field that was wrong, by its own name.
    pub field: Option<String>,
    /// Every field of a form that was wrong.
    pub errors: Vec<FieldError>,
    /// What failed outside, for the log only.
    pub fault: Option<Box<Fault>>,
    /// No problem at all: this was asked before with the same key, and that was the answer.
    pub answered: Option<Box<StoredAnswer>>,
}

impl Problem {
    pub fn new(status: u16, code: &'static str, detail: impl Into<String>) -> Self {
        let (detail, errors) = (detail.into(), Vec::new());
        Self { status, code, detail, field: None, errors, fault: None, answered: None }
    }

    /// The way out with the answer that was given before.
    pub fn answered(kept: StoredAnswer) -> Self {
        let status = kept.status;
        let answered = Some(Box::new(kept));
        Self { answered, ..Self::new(status, "answered-before", "this was answered before") }
    }

    /// Unknown and foreign ids get the same answer.
    pub fn not_found() -> Self {
        Self::new(404, "not-found", "there is nothing here")
    }

    pub fn unauthenticated() -> Self {
        Self::new(401, "unauthenticated", "a valid token is needed")
    }

    pub fn missing_scope() -> Self {
        Self::new(403, "missing-scope", "the token does not carry the scope that this needs")
    }

    pub fn missing_role() -> Self {
        Self::new(403, "missing-role", "this is not for someone in your role")
    }

    pub fn too_large() -> Self {
        Self::new(413, "too-large", "what was sent is too large")
    }

    pub fn wrong_type() -> Self {
        Self::new(415, "wrong-content-type", "the body is not of the type that this reads")
    }

    pub fn bad_form() -> Self {
        Self::new(400, "bad-form", "something on the form is missing or not as it should be")
    }

    /// A form of which these fields are wrong.
    pub fn bad_fields(errors: Vec<FieldError>) -> Self {
        Self { errors, ..Self::bad_form() }
    }

    pub fn foreign_origin() -> Self {
        Self::new(403, "foreign-origin", "this form was sent from another site")
    }

    /// A link that opens nothing, whatever the reason.
    pub fn gone() -> Self {
        Self::new(410, "gone", "this link is over")
    }

    /// A session that no longer opens anything, whatever the reason.
    pub fn session_over() -> Self {
        Self::new(410, "session-over", "you were away for a while, or something has changed")
    }

    /// A session whose cookie did not come along: a browser inside a mail app forgets it.
    pub fn browser_forgot() -> Self {
        Self::new(410, "browser-forgot", "this browser does not know you any more")
    }

    pub fn bad_field(field: &str, why: impl Into<String>) -> Self {
        let problem = Self::new(400, "bad-field", why);
        Self { field: Some(field.to_owned()), ..problem }
    }

    /// A JSON body that does not fit, at a place given by its steps. Serde's own messages quote values, so
    /// only their kind is told, and what our own types say.
    pub fn unreadable(steps: &[String], error: &serde_json::Error) -> Self {
        let message = error.to_string();
        let named = message.split('`').nth(1).unwrap_or_default();
        let inside = |name: &str| [steps, &[name.to_owned()]].concat().join(".");
        let place = if steps.is_empty() { ".".to_owned() } else { steps.join(".") };
        if message.starts_with("missing field") {
            Self::bad_field(&inside(named), "it is missing")
        } else if message.starts_with("unknown field") {
            // The last step is the unknown name itself, which is the caller's own word.
            let known = steps.split_last().map_or(&[][..], |(_, known)| known);
            let field = [known, &["?".to_owned()]].concat().join(".");
            Self::bad_field(&field, "there is a field that is not known here")
        } else if message.starts_with("duplicate field") {
            Self::bad_field(&inside(named), "it is there twice")
        } else if error.is_data() {
            let why = by_our_types(&message);
            Self::bad_field(&place, why.unwrap_or_else(|| "it is not of the right form".to_owned()))
        } else {
            Self::bad_field(".", "the body is not JSON")
        }
    }

    /// As an answer to a browser or to a program. `back` is the page that a form was sent from.
    pub(crate) fn into_response(mut self, request: &Asked, brand: &Brand) -> Response {
        if let Some(kept) = self.answered.take() {
            return again(*kept);
        }
        let (status, answer) = (self.status, self.answer(request, brand));
        if status == 503 {
            let retry_after = lambda_http::http::header::RETRY_AFTER;
            return answer.header(retry_after, "2".to_owned());
        }
        answer
    }

    fn answer(self, request: &Asked, brand: &Brand) -> Response {
        if request.wants_page
            && let Ok(page) = self.page(request, brand)
        {
            return page.with_status(self.status);
        }
        let body = ProblemBody {
            kind: "about:blank".to_owned(),
            title: self.detail,
            status: self.status,
            code: self.code.to_owned(),
            field: self.field,
            errors: self.errors,
        };
        let body = serde_json::to_string(&body).unwrap_or_default();
        Response::problem(self.status, body)
    }
}

impl Problem {
    /// The page of a problem: what happened, what to do next, and a number that answers.
    fn page(&self, request: &Asked, brand: &Brand) -> Result<Response, Self> {
        let title = match self.status {
            410 => "This page is closed",
            429 => "That was too often",
            _ => "That did not work",
        };
        // Another site's form shows nothing that it sent.
        let from_us = matches!(self.status, 400 | 409 | 410 | 413 | 422 | 429 | 500 | 503);
        let body = ProblemPage {
            status: self.status,
            code: self.code,
            detail: &self.detail,
            errors: sentences(&self.errors),
            back: request.back.as_deref(),
            written: if from_us { &request.written } else { &[] },
            brand,
        };
        Response::page(title, &body)
    }
}

/// How a request wants its problems told.
#[derive(Debug)]
pub(crate) struct Asked {
    pub wants_page: bool,
    /// The page that a form was sent from.
    pub back: Option<String>,
    /// The longer texts of a form: they are shown where it was not taken, so that nobody has to write them again.
    pub written: Vec<String>,
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match status(&refusal) {
            404 => Self::not_found(),
            status => Self::new(status, refusal.code(), refusal.to_string()),
        }
    }
}

impl From<Gate> for Problem {
    fn from(gate: Gate) -> Self {
        Refusal::from(gate).into()
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        let problem = match fault.kind {
            Kind::Busy => Self::new(503, "busy", "we are busy; please try again in a moment"),
            Kind::Broken => Self::new(500, "broken", "something is wrong on our side"),
        };
        Self { fault: Some(Box::new(fault)), ..problem }
    }
}

impl From<AppendError> for Problem {
    fn from(error: AppendError) -> Self {
        match error {
            AppendError::Fault(fault) => fault.into(),
            AppendError::Refused(refusal) => refusal.into(),
            AppendError::Clash(Clash::Slot) => Refusal::from(scheduling::Refusal::SlotTaken).into(),
            AppendError::Clash(Clash::Duplicate) => {
                Refusal::from(referral::Refusal::LiveDuplicate).into()
            }
            AppendError::Clash(Clash::Access) => Self::session_over(),
            AppendError::Clash(_) => {
                Self::new(409, CHANGED_MEANWHILE, "someone else changed this at the same moment")
            }
        }
    }
}

impl From<askama::Error> for Problem {
    fn from(_: askama::Error) -> Self {
        Fault::broken("writing a page", "template").into()
    }
}

impl From<Withheld> for Problem {
    /// Whoever may not see it does not learn that it is there.
    fn from(_: Withheld) -> Self {
        Self::not_found()
    }
}
