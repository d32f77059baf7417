//! Answers already given, so that a repeated request gets the same answer.

use super::{Access, digest};
use crate::change::{ChangePart, Clash};
use crate::item::{Item, json, keyed, number, with};
use jiff::Timestamp;
use runtime::Fault;
use serde::{Deserialize, Serialize};

/// Days for which an answer is remembered.
const ANSWER_DAYS: i64 = 7;

/// The answer to a request with an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAnswer {
    /// SHA-256 of the request's body.
    pub request: String,
    pub status: u16,
    pub body: String,
}

impl Access {
    pub async fn answer(&self, caller: &str, key: &str) -> Result<Option<StoredAnswer>, Fault> {
        self.table.read("reading an answer", answer_key(caller, key)).await
    }

    /// The part that keeps an answer together with the change that it reports.
    pub fn answer_part(
        &self,
        caller: &str,
        key: &str,
        answer: &StoredAnswer,
        now: Timestamp,
    ) -> Result<ChangePart, Fault> {
        let mut item = answer_key(caller, key);
        item = with(item, "body", json("keeping an answer", answer)?);
        item = with(item, "ttl", number(now.as_second() + ANSWER_DAYS * 24 * 3600));
        Ok(ChangePart { write: self.table.put_once(item).part(), clash: Clash::Answer })
    }
}

fn answer_key(caller: &str, key: &str) -> Item {
    keyed(format!("ANSWER#{}", digest(&format!("{caller}\n{key}"))), "ANSWER")
}
