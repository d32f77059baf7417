//! Access: invitations, codes, sessions, answers already given, letters claimed, and who read what.
//!
//! Secrets are kept as hashes only. Every expiry is compared in code: the table's own time to live only tidies.

mod letters;
mod marks;
mod readings;

pub use letters::{Claimed, EpochCheck};

use crate::change::{Clash, Part};
use crate::item::{Item, json, keyed, number, read_json, read_number, read_text, text, with};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{ConditionCheck, Put, ReturnValue, TransactWriteItem, Update};
use domain::Party;
use domain::access::{
    CODE_TRIES_MAX, CODES_A_DAY_MAX, Purpose, SESSION_IDLE_MINUTES, SESSION_MINUTES_MAX,
};
use domain::ids::CaseId;
use jiff::Timestamp;
use runtime::{Aws, Fault};
use serde::{Deserialize, Serialize};

/// Days for which an answer is remembered.
const ANSWER_DAYS: i64 = 7;
/// SHA-256 in hex: what is kept of a secret.
pub fn digest(secret: &str) -> String {
    hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, secret.as_bytes()))
}

/// An emailed link: it opens a page without case data, never a session by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub case: CaseId,
    pub party: Party,
    pub purpose: Purpose,
    pub epoch: u32,
    /// The first moment at which it no longer counts.
    pub expires: Timestamp,
}

/// A six-digit code, bound to the browser that asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneTimeCode {
    pub code: String,
    pub browser: String,
    pub expires: Timestamp,
}

/// A session for one case, one party and one purpose. How long it counts stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub case: CaseId,
    pub party: Party,
    pub purpose: Purpose,
    pub epoch: u32,
}

/// The answer to a request with an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAnswer {
    /// SHA-256 of the request's body.
    pub request: String,
    pub status: u16,
    pub body: String,
}

/// The Access table.
#[derive(Debug, Clone)]
pub struct Access {
    client: Client,
    table: String,
}

impl Access {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { client: crate::client(aws), table }
    }

    pub async fn invitation(&self, token: &str) -> Result<Option<Invitation>, Fault> {
        self.read("reading an invitation", keyed(link_pk(token), "LINK")).await
    }

    /// The session, if it counts at `now`: its whole time is not over, and it has not lain idle. A
    /// look at it is what keeps it from lying idle, so the two are one call.
    pub async fn session(&self, secret: &str, now: Timestamp) -> Result<Option<Session>, Fault> {
        const DOING: &str = "reading a session";
        let answer = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keyed(session_pk(secret), "SESSION")))
            .update_expression("SET idle_until = :idle")
            .condition_expression("idle_until > :now AND expires_at > :now")
            .expression_attribute_values(":now", number(now.as_second()))
            .expression_attribute_values(":idle", number(idle_until(now)))
            .return_values(ReturnValue::AllNew)
            .send()
            .await;
        match answer {
            Ok(answer) => answer.attributes.map(|item| read_json(DOING, &item, "body")).transpose(),
            Err(error) => match error.as_service_error() {
                Some(service) if service.is_conditional_check_failed_exception() => Ok(None),
                _ => Err(Fault::from_sdk(DOING, &error)),
            },
        }
    }

    pub async fn answer(&self, caller: &str, key: &str) -> Result<Option<StoredAnswer>, Fault> {
        self.read("reading an answer", keyed(answer_pk(caller, key), "ANSWER")).await
    }

    /// Replaces the code of a link: only the newest one works. At most so many a day for one party
    /// of a case, whichever of their links asked.
    pub async fn put_code(
        &self,
        token: &str,
        to: &Invitation,
        code: &OneTimeCode,
        day: &str,
    ) -> Result<CodePut, Fault> {
        const DOING: &str = "writing a code";
        let ttl = number(code.expires.as_second() + 2 * 24 * 3600);
        let count = Update::builder()
            .table_name(&self.table)
            .set_key(Some(keyed(format!("CODES#{}#{}", to.case, to.party), day)))
            .update_expression("ADD sent :one SET #ttl = :ttl")
            .condition_expression("attribute_not_exists(sent) OR sent < :most")
            .expression_attribute_names("#ttl", "ttl")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":most", number(CODES_A_DAY_MAX))
            .expression_attribute_values(":ttl", ttl.clone())
            .build()
            .map_err(|_| Fault::broken(DOING, "update"))?;
        let mut item = keyed(link_pk(token), "CODE");
        item = with(item, "body", json(DOING, code)?);
        item = with(item, "browser", text(code.browser.as_str()));
        item = with(item, "tries", number(0));
        item = with(item, "ttl", ttl);
        let put = Put::builder().table_name(&self.table).set_item(Some(item)).build();
        let put = put.map_err(|_| Fault::broken(DOING, "put"))?;
        let sent = self
            .client
            .transact_write_items()
            .transact_items(TransactWriteItem::builder().update(count).build())
            .transact_items(TransactWriteItem::builder().put(put).build())
            .send()
            .await;
        match sent {
            Ok(_) => Ok(CodePut::Yes),
            Err(error) => match error.as_service_error() {
                Some(service) if lost_a_condition(service) => Ok(CodePut::TooMany),
                _ => Err(cancelled(DOING, &error)),
            },
        }
    }

    /// Counts a try from the browser that asked for the code, and returns the code to compare with,
    /// or why there is none. Another browser's tries count for nothing, so that a stranger with the
    /// link cannot lock the person out.
    pub async fn try_code(&self, token: &str, browser: &str) -> Result<Tried, Fault> {
        const DOING: &str = "counting a try";
        let answer = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keyed(link_pk(token), "CODE")))
            .update_expression("SET tries = tries + :one")
            .condition_expression("browser = :browser AND attribute_exists(body) AND tries < :most")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":most", number(CODE_TRIES_MAX))
            .expression_attribute_values(":browser", text(digest(browser)))
            .return_values(ReturnValue::AllNew)
            .send()
            .await;
        match answer {
            Ok(answer) => {
                let item = answer.attributes.unwrap_or_default();
                let tries = read_number(DOING, &item, "tries")?;
                let left = CODE_TRIES_MAX.saturating_sub(tries);
                Ok(Tried::Compare { code: read_json(DOING, &item, "body")?, left })
            }
            Err(error) => match error.as_service_error() {
                Some(service) if service.is_conditional_check_failed_exception() => {
                    self.why_not(token, browser).await
                }
                _ => Err(Fault::from_sdk(DOING, &error)),
            },
        }
    }

    /// Why a code cannot be tried; only to tell the person what to do next.
    async fn why_not(&self, token: &str, browser: &str) -> Result<Tried, Fault> {
        const DOING: &str = "reading a code";
        let Some(item) = self.get(DOING, keyed(link_pk(token), "CODE")).await? else {
            return Ok(Tried::NoCode);
        };
        let own = read_text(DOING, &item, "browser")? == digest(browser);
        Ok(match (own, item.contains_key("body")) {
            (false, _) => Tried::OtherBrowser,
            (true, false) => Tried::Used,
            (true, true) => Tried::Locked,
        })
    }

    /// Spends the code and opens the session, together: two redemptions at once give one session.
    pub async fn open_session(
        &self,
        token: &str,
        code: &OneTimeCode,
        secret: &str,
        session: &Session,
        now: Timestamp,
    ) -> Result<Opened, Fault> {
        const DOING: &str = "opening a session";
        let spend = Update::builder()
            .table_name(&self.table)
            .set_key(Some(keyed(link_pk(token), "CODE")))
            .update_expression("REMOVE body")
            .condition_expression("body = :body")
            .expression_attribute_values(":body", json(DOING, code)?)
            .build()
            .map_err(|_| Fault::broken(DOING, "update"))?;
        let mut item = keyed(session_pk(secret), "SESSION");
        item = with(item, "body", json(DOING, session)?);
        let expires = now.as_second() + SESSION_MINUTES_MAX * 60;
        item = with(item, "expires_at", number(expires));
        item = with(item, "idle_until", number(idle_until(now)));
        item = with(item, "ttl", number(expires));
        let open = self.put_part(DOING, item, Clash::Access)?.write;
        let sent = self
            .client
            .transact_write_items()
            .transact_items(TransactWriteItem::builder().update(spend).build())
            .transact_items(open)
            .send()
            .await;
        match sent {
            Ok(_) => Ok(Opened::Yes),
            Err(error) => match error.as_service_error() {
                Some(service) if lost_a_condition(service) => Ok(Opened::Spent),
                _ => Err(cancelled(DOING, &error)),
            },
        }
    }

    pub async fn close_session(&self, secret: &str) -> Result<(), Fault> {
        const DOING: &str = "closing a session";
        self.client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(keyed(session_pk(secret), "SESSION")))
            .send()
            .await
            .map_err(|error| Fault::from_sdk(DOING, &error))?;
        Ok(())
    }

    /// The answer to keep with a change, so that the same request again gives the same answer.
    pub fn answer_part(
        &self,
        caller: &str,
        key: &str,
        answer: &StoredAnswer,
        now: Timestamp,
    ) -> Result<Part, Fault> {
        const DOING: &str = "keeping an answer";
        let mut item = keyed(answer_pk(caller, key), "ANSWER");
        item = with(item, "body", json(DOING, answer)?);
        item = with(item, "ttl", number(now.as_second() + ANSWER_DAYS * 24 * 3600));
        self.put_part(DOING, item, Clash::Answer)
    }

    /// Claims a member for a case, so that a second live referral of the same person is seen. A
    /// claim of a case that has ended is taken over by naming it.
    pub fn claim_member(
        &self,
        mark: &str,
        case: &CaseId,
        ended: Option<&CaseId>,
    ) -> Result<Part, Fault> {
        const DOING: &str = "claiming a member";
        let item = with(keyed(member_pk(mark), "MEMBER"), "body", json(DOING, case)?);
        let Some(ended) = ended else {
            return self.put_part(DOING, item, Clash::Duplicate);
        };
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("body = :ended")
            .expression_attribute_values(":ended", json(DOING, ended)?)
            .build()
            .map_err(|_| Fault::broken(DOING, "put"))?;
        let write = TransactWriteItem::builder().put(put).build();
        Ok(Part { write, clash: Clash::Duplicate })
    }

    /// The case that holds the claim of a member.
    pub async fn member_claim(&self, mark: &str) -> Result<Option<CaseId>, Fault> {
        self.read("reading a claim", keyed(member_pk(mark), "MEMBER")).await
    }

    /// The session must still be open when the change is written.
    pub fn session_stands(&self, secret: &str) -> Result<Part, Fault> {
        let check = ConditionCheck::builder()
            .table_name(&self.table)
            .set_key(Some(keyed(session_pk(secret), "SESSION")))
            .condition_expression("attribute_exists(pk)")
            .build()
            .map_err(|_| Fault::broken("checking a session", "condition"))?;
        let write = TransactWriteItem::builder().condition_check(check).build();
        Ok(Part { write, clash: Clash::Access })
    }

    async fn read<T: serde::de::DeserializeOwned>(
        &self,
        doing: &'static str,
        key: Item,
    ) -> Result<Option<T>, Fault> {
        self.get(doing, key).await?.map(|item| read_json(doing, &item, "body")).transpose()
    }

    async fn get(&self, doing: &'static str, key: Item) -> Result<Option<Item>, Fault> {
        let get = self.client.get_item().table_name(&self.table).set_key(Some(key));
        let answer = get.consistent_read(true).send().await;
        Ok(answer.map_err(|error| Fault::from_sdk(doing, &error))?.item)
    }

    async fn put(&self, doing: &'static str, item: Item) -> Result<(), Fault> {
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item));
        put.send().await.map_err(|error| Fault::from_sdk(doing, &error))?;
        Ok(())
    }

    fn put_part(&self, doing: &'static str, item: Item, clash: Clash) -> Result<Part, Fault> {
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk)")
            .build()
            .map_err(|_| Fault::broken(doing, "put"))?;
        Ok(Part { write: TransactWriteItem::builder().put(put).build(), clash })
    }
}

/// Whether a transaction failed on a condition of ours, and not only on another writer's haste.
fn lost_a_condition(error: &TransactWriteItemsError) -> bool {
    let TransactWriteItemsError::TransactionCanceledException(cancelled) = error else {
        return false;
    };
    let reasons = cancelled.cancellation_reasons().iter();
    reasons.into_iter().any(|reason| reason.code() == Some("ConditionalCheckFailed"))
}

/// A transaction that only met another writer is worth trying again.
fn cancelled(
    doing: &'static str,
    error: &SdkError<TransactWriteItemsError, HttpResponse>,
) -> Fault {
    let conflict = error
        .as_service_error()
        .is_some_and(TransactWriteItemsError::is_transaction_canceled_exception);
    if conflict {
        Fault::busy(doing, "transaction conflict")
    } else {
        Fault::from_sdk(doing, error)
    }
}

/// Whether a code was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePut {
    Yes,
    /// The day's codes are used up.
    TooMany,
}

/// A try at a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tried {
    /// The code to compare with, and the tries that are left after this one.
    Compare {
        code: OneTimeCode,
        left: u64,
    },
    /// Tried too often: only a new code helps.
    Locked,
    /// It has opened a session before.
    Used,
    /// This browser did not ask for it, or has forgotten that it did.
    OtherBrowser,
    NoCode,
}

/// Whether a session was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    Yes,
    /// The code was spent or replaced in the meantime.
    Spent,
}

fn idle_until(now: Timestamp) -> i64 {
    now.as_second() + SESSION_IDLE_MINUTES * 60
}

fn link_pk(token: &str) -> String {
    format!("LINK#{}", digest(token))
}

fn session_pk(secret: &str) -> String {
    format!("SESSION#{}", digest(secret))
}

fn member_pk(mark: &str) -> String {
    format!("MEMBER#{mark}")
}

fn answer_pk(caller: &str, key: &str) -> String {
    format!("ANSWER#{}", digest(&format!("{caller}\n{key}")))
}
