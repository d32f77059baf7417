//! Answers already given, so that a repeated request gets the same answer. They lie in the table in which
//! the request's own change is written, for one transaction writes both.

use crate::access::digest;
use crate::change::{ChangePart, Clash};
use crate::item::{Item, json, keyed, number, with};
use crate::table::Table;
use jiff::{Timestamp, ToSpan};
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

/// An answer with the moment from which it counts for nothing.
#[derive(Debug, Serialize, Deserialize)]
struct KeptAnswer {
    #[serde(flatten)]
    answer: StoredAnswer,
    until: Timestamp,
}

impl Answers {
    pub(crate) fn in_table(table: &Table) -> Self {
        Self { table: table.clone() }
    }

    /// What was answered to that key, unless it is forgotten by now.
    pub async fn answer(
        &self,
        caller: &str,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<StoredAnswer>, Fault> {
        let kept: Option<KeptAnswer> =
            self.table.read("reading an answer", answer_key(caller, key)).await?;
        Ok(kept.filter(|kept| now < kept.until).map(|kept| kept.answer))
    }

    /// The part that keeps an answer together with the change that it reports.
    pub fn part(
        &self,
        caller: &str,
        key: &str,
        answer: &StoredAnswer,
        now: Timestamp,
    ) -> Result<ChangePart, Fault> {
        const DOING: &str = "keeping an answer";
        let until = now.checked_add((ANSWER_DAYS * 24).hours());
        let until = until.map_err(|_| Fault::broken(DOING, "it would be kept too long"))?;
        let kept = KeptAnswer { answer: answer.clone(), until };
        let mut item = answer_key(caller, key);
        item = with(item, "body", json(DOING, &kept)?);
        item = with(item, "ttl", number(until.as_second()));
        // An answer that is forgotten may still be there: the table tidies up in its own time.
        let free = self.table.put(item).when("attribute_not_exists(pk) OR #ttl <= :now");
        let free = free.name("#ttl", "ttl").value(":now", number(now.as_second()));
        Ok(ChangePart { write: free.part(), clash: Clash::Answer })
    }
}

fn answer_key(caller: &str, key: &str) -> Item {
    keyed(format!("ANSWER#{}", digest(&format!("{caller}\n{key}"))), "ANSWER")
}
