//! Sessions: opened with a code, and over after a time or when nobody uses them.

use super::{Access, OneTimeCode, digest};
use crate::change::{ChangePart, Clash};
use crate::item::{Item, json, keyed, number, read_json, with};
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

    /// The session, if it is open at `now`: neither expired nor idle for too long. Reading it
    /// counts as using it, so both are one call.
    pub async fn session(&self, secret: &str, now: Timestamp) -> Result<Option<Session>, Fault> {
        const DOING: &str = "reading a session";
        let look = self.table.update(session_key(secret), "SET idle_until = :idle");
        let look = look.when("idle_until > :now AND expires_at > :now");
        let look = look.value(":now", number(now.as_second()));
        let seen = look.value(":idle", number(idle_until(now))).read_back(DOING).await?;
        seen.map(|item| read_json(DOING, &item, "body")).transpose()
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
