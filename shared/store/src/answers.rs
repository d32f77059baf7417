//! Answers already given, so that a repeated request gets the same answer. They lie in the table in which
//! the request's own change is written, for one transaction writes both.

use crate::access::digest;
use crate::change::{ChangePart, Clash};
use crate::item::{Item, json, keyed, number, with};
use crate::table::Table;
use jiff::Timestamp;
use runtime::Fault;
use serde::{Deserialize, Serialize};

/// Days for which an answer is remembered.
const ANSWER_DAYS: i64 = 7;

/// The answers that one table keeps.
#[derive(Debug, Clone)]
pub struct Answers {
    table: Table,
}

/// The answer to a request with an idempotency key. Nothing private is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAnswer {
    /// SHA-256 of all that was asked: the route, the path and the body.
    pub request: String,
    pub status: u16,
    /// The version of the case that it showed, if it was about one.
    #[serde(default)]
    pub tag: Option<String>,
    pub body: String,
}

impl Answers {
    pub(crate) fn in_table(table: &Table) -> Self {
        Self { table: table.clone() }
    }

    pub async fn answer(&self, caller: &str, key: &str) -> Result<Option<StoredAnswer>, Fault> {
        self.table.read("reading an answer", answer_key(caller, key)).await
    }

    /// The part that keeps an answer together with the change that it reports.
    pub fn part(
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
