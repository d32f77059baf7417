//! Codes: the six digits that a link asks for, each bound to the browser that asked.

use super::links::{code_key, link_pk};
use super::{Access, Invitation, digest};
use crate::item::{Item, json, keyed, number, read_json, read_number, read_text, text, with};
use crate::table::{Outcome, Write};
use domain::access::{CODE_TRIES_MAX, CODES_A_DAY_MAX, CODES_OF_A_LINK_A_DAY_MAX};
use domain::calendar::london;
use jiff::Timestamp;
use runtime::Fault;
use serde::{Deserialize, Serialize};

/// Seconds for which a code and the day's count are kept after the code has expired.
const KEPT_SECONDS: i64 = 2 * 24 * 3600;

/// A six-digit code, bound to the browser that asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneTimeCode {
    pub code: String,
    pub browser: String,
    pub expires: Timestamp,
}

/// Whether a new code was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePut {
    Yes,
    /// The same form was sent before: its code is the one that works.
    Again,
    /// The link, or the party over all its links, has had all its codes for the day.
    TooMany,
}

/// What came of a try at a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeTry {
    /// The code to compare with, and the tries that are left after this one.
    Compare {
        code: OneTimeCode,
        left: u64,
    },
    /// It was tried too often; only a new code helps.
    Locked,
    /// It has already opened a session.
    Used,
    /// This browser did not ask for it, or has lost its cookie.
    OtherBrowser,
    NoCode,
}

impl Access {
    /// Replaces the code of a link: only the newest one works. The number of codes a day is limited for a link,
    /// and for each party of a case over all their links: a stranger who has one link leaves codes for a fresh
    /// one. `asked` tells one asking from another.
    pub async fn put_code(
        &self,
        token: &str,
        to: &Invitation,
        code: &OneTimeCode,
        asked: &str,
        now: Timestamp,
    ) -> Result<CodePut, Fault> {
        const DOING: &str = "writing a code";
        let day = day(now);
        let ttl = number(code.expires.as_second() + KEPT_SECONDS);
        let count = |key: Item, most: u64| {
            let count = self.table.update(key, "ADD sent :one SET #ttl = :ttl");
            let count =
                count.when("attribute_not_exists(sent) OR sent < :most").name("#ttl", "ttl");
            let count = count.value(":one", number(1)).value(":most", number(most));
            count.value(":ttl", ttl.clone()).part()
        };
        let of_link = count(codes_of_link(token, &day), CODES_OF_A_LINK_A_DAY_MAX);
        let of_party = count(codes_of_party(to, &day), CODES_A_DAY_MAX);
        let mut item = with(code_key(token), "body", json(DOING, code)?);
        item = with(item, "browser", text(code.browser.as_str()));
        item = with(item, "asked", text(asked));
        item = with(item, "ends", number(code.expires.as_second()));
        item = with(item, "tries", number(0));
        item = with(item, "ttl", ttl.clone());
        // The same form sends a code again once the one that it sent does not work any more.
        let over = "attribute_not_exists(body) OR tries >= :most OR ends <= :now";
        let newer = format!("attribute_not_exists(asked) OR asked <> :asked OR {over}");
        let newer = self.table.put(item).when(&newer);
        let newer = newer.value(":asked", text(asked)).value(":most", number(CODE_TRIES_MAX));
        let newer = newer.value(":now", number(now.as_second()));
        Ok(match self.table.transact(DOING, vec![newer.part(), of_link, of_party]).await? {
            Outcome::Written => CodePut::Yes,
            Outcome::Clashed(positions) if positions.contains(&0) => CodePut::Again,
            Outcome::Clashed(_) => CodePut::TooMany,
        })
    }

    /// Forgets a code that could not be mailed, unless a newer one has taken its place, and does not count it.
    pub async fn take_back_code(
        &self,
        token: &str,
        to: &Invitation,
        asked: &str,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let forget = self.table.delete(code_key(token)).when("asked = :asked");
        let forget = forget.value(":asked", text(asked)).part();
        let uncount =
            |key: Item| self.table.update(key, "ADD sent :back").value(":back", number(-1)).part();
        let day = day(now);
        let (of_link, of_party) = (codes_of_link(token, &day), codes_of_party(to, &day));
        let writes = vec![forget, uncount(of_link), uncount(of_party)];
        self.table.transact("taking a code back", writes).await.map(drop)
    }

    /// Counts a try from the browser that asked for the code, and returns the code to compare with,
    /// or why there is none. Tries from another browser do not count, so that a stranger who has
    /// the link cannot lock the person out.
    pub async fn try_code(&self, token: &str, browser: &str) -> Result<CodeTry, Fault> {
        const DOING: &str = "counting a try";
        let counted = self
            .table
            .update(code_key(token), "SET tries = tries + :one")
            .when("browser = :browser AND attribute_exists(body) AND tries < :most")
            .value(":one", number(1))
            .value(":most", number(CODE_TRIES_MAX))
            .value(":browser", text(digest(browser)));
        let Some(item) = counted.read_back(DOING).await? else {
            return self.why_not(token, browser).await;
        };
        let left = CODE_TRIES_MAX.saturating_sub(read_number(DOING, &item, "tries")?);
        Ok(CodeTry::Compare { code: read_json(DOING, &item, "body")?, left })
    }

    /// Why a code cannot be tried. It only serves to tell the person what to do next.
    async fn why_not(&self, token: &str, browser: &str) -> Result<CodeTry, Fault> {
        const DOING: &str = "reading a code";
        let Some(item) = self.table.get(DOING, code_key(token)).await? else {
            return Ok(CodeTry::NoCode);
        };
        let own = read_text(DOING, &item, "browser")? == digest(browser);
        Ok(match (own, item.contains_key("body")) {
            (false, _) => CodeTry::OtherBrowser,
            (true, false) => CodeTry::Used,
            (true, true) => CodeTry::Locked,
        })
    }

    /// Spends a code, unless it was spent before or replaced by a newer one.
    pub(super) fn spend_code(&self, token: &str, code: &OneTimeCode) -> Result<Write, Fault> {
        let spend = self.table.update(code_key(token), "REMOVE body").when("body = :body");
        Ok(spend.value(":body", json("spending a code", code)?))
    }
}

/// The day of London on which codes are counted.
fn day(now: Timestamp) -> String {
    london(now).date().to_string()
}

/// Where the codes that were sent to a party of a case on one day are counted.
fn codes_of_party(to: &Invitation, day: &str) -> Item {
    keyed(format!("CODES#{}#{}", to.case, to.party), day)
}

/// Where the codes that one link asked for on one day are counted.
fn codes_of_link(token: &str, day: &str) -> Item {
    keyed(link_pk(token), format!("CODES#{day}"))
}
