//! Idempotency: the same request with the same key is answered once, and then with the same answer.

use crate::{Problem, Request, Response};
use jiff::Timestamp;
use store::{Access, ChangePart, StoredAnswer, digest};

/// A creating request: whose it is, its key, and the digest of its body.
#[derive(Debug)]
pub struct Once {
    caller: String,
    key: String,
    body: String,
}

impl Once {
    pub fn of(request: &Request, caller: &str) -> Result<Self, Problem> {
        let key = request.idempotency_key()?;
        let body = String::from_utf8_lossy(request.body()?);
        let caller = format!("{caller}\n{}", request.route());
        Ok(Self { caller, key, body: digest(&body) })
    }

    /// The answer given before, if there is one. Another body under the same key is refused.
    pub async fn answered(&self, access: &Access) -> Result<Option<Response>, Problem> {
        let Some(answer) = access.answer(&self.caller, &self.key).await? else {
            return Ok(None);
        };
        if answer.request != self.body {
            let detail = "the Idempotency-Key was used before with another body";
            return Err(Problem::new(422, "idempotency-key-reused", detail));
        }
        Ok(Some(Response::text(answer.status, "application/json", answer.body)))
    }

    /// The part that keeps this answer in the same transaction as what it tells of.
    pub fn keep(
        &self,
        access: &Access,
        answer: &Response,
        now: Timestamp,
    ) -> Result<ChangePart, Problem> {
        let answer = StoredAnswer {
            request: self.body.clone(),
            status: answer.status(),
            body: answer.body().to_owned(),
        };
        Ok(access.answer_part(&self.caller, &self.key, &answer, now)?)
    }
}
