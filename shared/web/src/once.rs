//! Idempotency: the same request with the same key is done once, and then answered in the same way. A
//! program names the key. A page's form carries a token of its own, and its key is the whole form: sent
//! again it leads where it led before, and filled in otherwise it is another form.

use crate::{Problem, Request, Response, session_secret};
use jiff::Timestamp;
use runtime::Fault;
use store::{Answers, ChangePart, StoredAnswer, digest};

/// The status of an answer that leads on: what is kept of it is where to.
const SEE_OTHER: u16 = 303;

/// As long as any other id of ours.
const ID_LETTERS: usize = 32;

/// A request with a key: whose it is, and the digest of all that it asks, its path included.
#[derive(Debug, Clone)]
pub struct Once {
    caller: String,
    key: String,
    asked: String,
}

impl Once {
    /// Nothing where no key was given, or none is kept for this operation.
    pub fn of(request: &Request) -> Result<Option<Self>, Problem> {
        let Some(key) = request.idempotency_key()? else {
            return Ok(None);
        };
        let caller = request.token()?.subject;
        let (route, path) = (request.route(), request.parameters().join("\n"));
        let body = digest(&String::from_utf8_lossy(request.body()?));
        let asked = digest(&format!("{route}\n{path}\n{body}"));
        Ok(Some(Self { caller, key, asked }))
    }

    /// A form of a page, by whoever holds the session or the link. Nothing where it has no token: a page
    /// that was opened before forms had one.
    pub fn of_form(request: &Request) -> Result<Option<Self>, Problem> {
        if request.form_token()?.is_none() {
            return Ok(None);
        }
        let caller = match session_secret(request) {
            Ok((_, _, secret)) => secret,
            Err(_) => request.parameter("token")?,
        };
        let key = digest(&String::from_utf8_lossy(request.body()?));
        let asked = digest(&format!("{}\n{key}", request.route()));
        Ok(Some(Self { caller, key, asked }))
    }

    /// An id that is the same whenever this form is sent again.
    pub fn id(&self) -> String {
        digest(&format!("{}\n{}", self.caller, self.asked)).chars().take(ID_LETTERS).collect()
    }

    /// What was kept when the same was asked before. Another request under the same key is refused.
    pub async fn kept(
        &self,
        answers: &Answers,
        now: Timestamp,
    ) -> Result<Option<StoredAnswer>, Problem> {
        let kept = answers.answer(&self.caller, &self.key, now).await?;
        if kept.as_ref().is_some_and(|kept| kept.request != self.asked) {
            let detail = "the Idempotency-Key was used before for another request";
            return Err(Problem::new(422, "idempotency-key-reused", detail));
        }
        Ok(kept)
    }

    /// The part that keeps this answer in the same transaction as what it tells of. It must hold nothing
    /// private, for it is kept as it is.
    pub fn keep(
        &self,
        answers: &Answers,
        answer: &Response,
        now: Timestamp,
    ) -> Result<ChangePart, Fault> {
        let answer = StoredAnswer {
            request: self.asked.clone(),
            status: answer.status(),
            tag: answer.tag().map(str::to_owned),
            body: answer.location().unwrap_or(answer.body()).to_owned(),
        };
        answers.part(&self.caller, &self.key, &answer, now)
    }
}

/// An answer that was kept, as it was given.
pub fn again(kept: StoredAnswer) -> Response {
    if kept.status == SEE_OTHER {
        return Response::see_other(&kept.body);
    }
    let answer = Response::text(kept.status, "application/json", kept.body);
    match kept.tag {
        Some(tag) => answer.tagged(tag),
        None => answer,
    }
}
