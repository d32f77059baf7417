//! Sessions: opened with a code, and over after a time or when nobody uses them.

use super::{Access, OneTimeCode, digest};
use crate::change::{ChangePart, Clash};
use crate::item::{Item, json, keyed, number, read_json, read_number, with};
use crate::table::Outcome;
use domain::Party;
use domain::access::{Purpose, SESSION_IDLE_MINUTES, SESSION_MINUTES_MAX};
use domain::ids::CaseId;
use jiff::Timestamp;
use runtime::Fault;
use serde::{Deserialize, Serialize};

/// A session for one case, one party and one purpose. Its expiry is kept beside it in the item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub case: CaseId,
    pub party: Party,
    pub purpose: Purpose,
    pub epoch: u32,
}

/// Seconds within which a second use of a session is not written down: so much earlier may it be over.
const USED_SECONDS: u64 = 60;

const READING: &str = "reading a session";

/// Whether a session was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionOpening {
    Opened,
    /// The code was spent or replaced in the meantime.
    CodeSpent,
}

impl Access {
    /// Spends the code and opens the session in one transaction: two redemptions at once open only
    /// one.
    pub async fn open_session(
        &self,
        token: &str,
        code: &OneTimeCode,
        secret: &str,
        session: &Session,
        now: Timestamp,
    ) -> Result<SessionOpening, Fault> {
        const DOING: &str = "opening a session";
        let expires = now.as_second() + SESSION_MINUTES_MAX * 60;
        let mut item = with(session_key(secret), "body", json(DOING, session)?);
        item = with(item, "expires_at", number(expires));
        item = with(item, "idle_until", number(idle_until(now)));
        item = with(item, "ttl", number(expires));
        let parts = vec![self.spend_code(token, code)?.part(), self.table.put_once(item).part()];
        Ok(match self.table.transact(DOING, parts).await? {
            Outcome::Written => SessionOpening::Opened,
            Outcome::Clashed(_) => SessionOpening::CodeSpent,
        })
    }

    /// The session, if it is open at `now`: neither expired nor idle for too long. Reading it counts as
    /// using it. That is written down once a minute at most, for a write here can meet a change that
    /// checks whether the session is open.
    pub async fn session(&self, secret: &str, now: Timestamp) -> Result<Option<Session>, Fault> {
        let item = self.open_item(secret, now).await?;
        item.map(|item| read_json(READING, &item, "body")).transpose()
    }

    /// Uses a session, and says for how many seconds it is open from now on; nothing if it is over.
    pub async fn keep_session(&self, secret: &str, now: Timestamp) -> Result<Option<u64>, Fault> {
        let Some(item) = self.open_item(secret, now).await? else {
            return Ok(None);
        };
        let until = read_number(READING, &item, "expires_at")?.min(idle_until(now).unsigned_abs());
        Ok(Some(until.saturating_sub(now.as_second().unsigned_abs())))
    }

    async fn open_item(&self, secret: &str, now: Timestamp) -> Result<Option<Item>, Fault> {
        let Some(item) = self.table.get(READING, session_key(secret)).await? else {
            return Ok(None);
        };
        let second = u64::try_from(now.as_second()).unwrap_or_default();
        let until = |name| read_number(READING, &item, name);
        if until("idle_until")? <= second || until("expires_at")? <= second {
            return Ok(None);
        }
        if until("idle_until")? + USED_SECONDS <= idle_until(now).unsigned_abs() {
            self.used(secret, now).await?;
        }
        Ok(Some(item))
    }

    async fn used(&self, secret: &str, now: Timestamp) -> Result<(), Fault> {
        let used = self.table.update(session_key(secret), "SET idle_until = :idle");
        let used = used.when("attribute_exists(pk)").value(":idle", number(idle_until(now)));
        // It may have been closed meanwhile. Then nothing is to be kept.
        used.attempt("noting that a session is used").await.map(|_| ())
    }

    pub async fn close_session(&self, secret: &str) -> Result<(), Fault> {
        self.table.delete(session_key(secret)).send("closing a session").await
    }

    /// The part that fails a change if its session has been closed. It does not look at the expiry.
    pub fn session_still_open(&self, secret: &str) -> ChangePart {
        let write = self.table.check(session_key(secret), "attribute_exists(pk)", []);
        ChangePart { write, clash: Clash::Access }
    }
}

fn idle_until(now: Timestamp) -> i64 {
    now.as_second() + SESSION_IDLE_MINUTES * 60
}

fn session_key(secret: &str) -> Item {
    keyed(format!("SESSION#{}", digest(secret)), "SESSION")
}
