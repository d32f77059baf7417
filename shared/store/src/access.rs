//! Access: invitations, codes, sessions, answers already given, letters claimed, and who read what.
//!
//! Secrets are kept as hashes only. Every expiry is compared in code: the table's own time to live only tidies.

use crate::change::{Clash, Part};
use crate::item::{Item, json, keyed, number, read_json, read_text, text, with};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{ConditionCheck, Put, TransactWriteItem, Update};
use domain::access::{Party, Purpose};
use domain::ids::CaseId;
use jiff::Timestamp;
use runtime::{Aws, Fault};
use serde::{Deserialize, Serialize};

/// Days for which an answer is remembered.
const ANSWER_DAYS: i64 = 7;
/// Tries at one code.
pub const TRIES_MAX: u64 = 5;

/// Codes sent for one link on one day.
pub const CODES_A_DAY_MAX: u64 = 10;

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

/// A session for one case, one party and one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub case: CaseId,
    pub party: Party,
    pub purpose: Purpose,
    pub epoch: u32,
    pub expires: Timestamp,
}

/// The answer to a request with an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAnswer {
    /// SHA-256 of the request's body.
    pub request: String,
    pub status: u16,
    pub body: String,
}

/// One look at private data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    pub case: CaseId,
    /// The actor, by kind and id.
    pub who: String,
    pub what: String,
    pub purpose: String,
    pub at: Timestamp,
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

    pub async fn session(&self, secret: &str) -> Result<Option<Session>, Fault> {
        self.read("reading a session", keyed(session_pk(secret), "SESSION")).await
    }

    pub async fn answer(&self, caller: &str, key: &str) -> Result<Option<StoredAnswer>, Fault> {
        self.read("reading an answer", keyed(answer_pk(caller, key), "ANSWER")).await
    }

    /// Replaces the code of an invitation: only the newest one works. At most so many a day.
    pub async fn put_code(
        &self,
        token: &str,
        code: &OneTimeCode,
        day: &str,
    ) -> Result<CodePut, Fault> {
        let another =
            "SET body = :body, browser = :browser, tries = :zero, sent = sent + :one, #ttl = :ttl";
        let same_day = "#day = :day AND sent < :most";
        if self.write_code(token, code, day, another, same_day).await? {
            return Ok(CodePut::Yes);
        }
        let first = "SET body = :body, browser = :browser, tries = :zero, sent = :one, #ttl = :ttl, #day = :day";
        let new_day = "attribute_not_exists(#day) OR #day < :day";
        let put = self.write_code(token, code, day, first, new_day).await?;
        Ok(if put { CodePut::Yes } else { CodePut::TooMany })
    }

    async fn write_code(
        &self,
        token: &str,
        code: &OneTimeCode,
        day: &str,
        update: &str,
        condition: &str,
    ) -> Result<bool, Fault> {
        const DOING: &str = "writing a code";
        let mut write = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keyed(link_pk(token), "CODE")))
            .update_expression(update)
            .condition_expression(condition)
            .expression_attribute_names("#day", "day")
            .expression_attribute_names("#ttl", "ttl")
            .expression_attribute_values(":body", json(DOING, code)?)
            .expression_attribute_values(":browser", text(code.browser.as_str()))
            .expression_attribute_values(":zero", number(0))
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":day", text(day))
            .expression_attribute_values(":ttl", number(code.expires.as_second() + 2 * 24 * 3600));
        if condition.contains(":most") {
            write = write.expression_attribute_values(":most", number(CODES_A_DAY_MAX));
        }
        match write.send().await {
            Ok(_) => Ok(true),
            Err(error) => match error.as_service_error() {
                Some(service) if service.is_conditional_check_failed_exception() => Ok(false),
                _ => Err(Fault::from_sdk(DOING, &error)),
            },
        }
    }

    /// Counts a try from the browser that asked for the code, and returns the code to compare with;
    /// nothing when there is none left. Another browser's tries count for nothing, so that a
    /// stranger with the link cannot lock the person out.
    pub async fn try_code(&self, token: &str, browser: &str) -> Result<Option<OneTimeCode>, Fault> {
        const DOING: &str = "counting a try";
        let answer = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keyed(link_pk(token), "CODE")))
            .update_expression("SET tries = tries + :one")
            .condition_expression("browser = :browser AND attribute_exists(body) AND tries < :most")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":most", number(TRIES_MAX))
            .expression_attribute_values(":browser", text(digest(browser)))
            .return_values(aws_sdk_dynamodb::types::ReturnValue::AllNew)
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

    /// Spends the code and opens the session, together: two redemptions at once give one session.
    pub async fn open_session(
        &self,
        token: &str,
        code: &OneTimeCode,
        secret: &str,
        session: &Session,
    ) -> Result<Opened, Fault> {
        const DOING: &str = "opening a session";
        // The day's count of codes stays.
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
        item = with(item, "ttl", number(session.expires.as_second()));
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

    /// Notes who read what. Called before the answer leaves: if it cannot be written, the read fails.
    pub async fn note_read(&self, read: &Read) -> Result<(), Fault> {
        const DOING: &str = "noting a read";
        let sk = format!("{}#{}", read.at, runtime::random_word());
        let item = with(keyed(format!("READ#{}", read.case), sk), "body", json(DOING, read)?);
        self.put(DOING, item).await
    }

    /// Claims a letter and puts its link, while the case is still at the epochs it was decided by.
    /// Returns whether this caller may send it: the first, or one that follows a crash before the mark.
    pub async fn claim_letter(
        &self,
        letter: &str,
        epochs: EpochCheck<'_>,
        link: Option<(&str, &Invitation)>,
        now: Timestamp,
    ) -> Result<Claimed, Fault> {
        const DOING: &str = "claiming a letter";
        let item = with(keyed(letter_pk(letter), "LETTER"), "claimed_at", text(now.to_string()));
        let mut writes =
            vec![self.put_part(DOING, item, Clash::Letter)?.write, epochs.condition(DOING)?];
        if let Some((token, invitation)) = link {
            let mut item = keyed(link_pk(token), "LINK");
            item = with(item, "body", json(DOING, invitation)?);
            item = with(item, "ttl", number(invitation.expires.as_second()));
            writes.push(self.put_part(DOING, item, Clash::Access)?.write);
        }
        let sent = self.client.transact_write_items().set_transact_items(Some(writes)).send().await;
        match sent {
            Ok(_) => Ok(Claimed::Yes),
            Err(error) => match error.as_service_error() {
                Some(service) if lost_a_condition(service) => self.claimed_before(letter).await,
                _ => Err(cancelled(DOING, &error)),
            },
        }
    }

    async fn claimed_before(&self, letter: &str) -> Result<Claimed, Fault> {
        const DOING: &str = "reading a letter";
        match self.get(DOING, keyed(letter_pk(letter), "LETTER")).await? {
            Some(item) if item.contains_key("sent_at") => Ok(Claimed::Sent),
            Some(item) => {
                let at = read_text(DOING, &item, "claimed_at")?;
                let at = at.parse().map_err(|_| Fault::broken(DOING, "claimed_at"))?;
                Ok(Claimed::Before { at })
            }
            // Nothing was claimed: the case has moved on, so the letter is not to be sent.
            None => Ok(Claimed::Stale),
        }
    }

    pub async fn mark_sent(&self, letter: &str, now: Timestamp) -> Result<(), Fault> {
        const DOING: &str = "marking a letter";
        self.client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keyed(letter_pk(letter), "LETTER")))
            .update_expression("SET sent_at = :now")
            .expression_attribute_values(":now", text(now.to_string()))
            .send()
            .await
            .map_err(|error| Fault::from_sdk(DOING, &error))?;
        Ok(())
    }

    /// Who read what of a case, oldest first.
    pub async fn reads(&self, case: &CaseId) -> Result<Vec<Read>, Fault> {
        const DOING: &str = "reading the access log";
        let mut items = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(format!("READ#{case}")))
            .consistent_read(true)
            .into_paginator()
            .items()
            .send();
        let mut reads = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| Fault::from_sdk(DOING, &error))?;
            reads.push(read_json(DOING, &item, "body")?);
        }
        Ok(reads)
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

/// Whether a session was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    Yes,
    /// The code was spent or replaced in the meantime.
    Spent,
}

/// Whether a letter may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claimed {
    Yes,
    /// Claimed at that time and not marked as sent: another is sending it, or crashed doing so.
    Before {
        at: Timestamp,
    },
    Sent,
    /// The case has moved on since the letter was decided.
    Stale,
}

/// The case's epochs as they were when a letter was decided: a withdrawal in between raises them.
#[derive(Debug, Clone, Copy)]
pub struct EpochCheck<'a> {
    pub cases_table: &'a str,
    pub case: &'a CaseId,
    pub member_epoch: u32,
    pub others_epoch: u32,
}

impl EpochCheck<'_> {
    fn condition(&self, doing: &'static str) -> Result<TransactWriteItem, Fault> {
        let check = ConditionCheck::builder()
            .table_name(self.cases_table)
            .set_key(Some(keyed(format!("CASE#{}", self.case), "CASE")))
            .condition_expression("member_epoch = :member AND others_epoch = :others")
            .expression_attribute_values(":member", number(self.member_epoch))
            .expression_attribute_values(":others", number(self.others_epoch))
            .build()
            .map_err(|_| Fault::broken(doing, "condition"))?;
        Ok(TransactWriteItem::builder().condition_check(check).build())
    }
}

fn link_pk(token: &str) -> String {
    format!("LINK#{}", digest(token))
}

fn session_pk(secret: &str) -> String {
    format!("SESSION#{}", digest(secret))
}

fn letter_pk(letter: &str) -> String {
    format!("LETTER#{letter}")
}

fn member_pk(mark: &str) -> String {
    format!("MEMBER#{mark}")
}

fn answer_pk(caller: &str, key: &str) -> String {
    format!("ANSWER#{}", digest(&format!("{caller}\n{key}")))
}
