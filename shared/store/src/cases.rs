//! Cases: the log of each case, the only thing that is ever written of it, and its folded head.

mod erase;
mod index;
mod verify;

pub use erase::Dropped;
pub use index::{After, Line, ToErase, Worklist};
pub use verify::{Breach, Broken};

use crate::change::{AppendError, Change, Clash};
use crate::item::{Item, keyed, number, read_json, read_number, read_text, text, with};
use aws_lc_rs::digest::{SHA256, digest};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use domain::case::FOLD_VERSION;
use domain::ids::CaseId;
use domain::{Case, Recorded};
use jiff::Timestamp;
use runtime::{Aws, Fault};

/// DynamoDB's own limit on the writes of one transaction.
const TRANSACTION_PARTS_MAX: usize = 100;
const READING_LOG: &str = "reading a case's log";
/// The chain's first link.
const CHAIN_BEGINS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A case with what an append needs: its version is in it, its chain beside it.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub case: Case,
    /// The hash that the last event's record ends the chain with.
    chain: String,
}

impl Loaded {
    /// A case that does not exist yet.
    pub fn new(id: CaseId) -> Self {
        Self { case: Case::new(id), chain: CHAIN_BEGINS.to_owned() }
    }
}

impl AsRef<Case> for Loaded {
    fn as_ref(&self) -> &Case {
        &self.case
    }
}

/// The Cases table.
#[derive(Debug, Clone)]
pub struct Cases {
    client: Client,
    table: String,
}

impl Cases {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { client: crate::client(aws), table }
    }

    /// The case as it is now, or nothing.
    pub async fn load(&self, id: &CaseId) -> Result<Option<Loaded>, Fault> {
        const DOING: &str = "loading a case";
        let Some(head) = self.item(DOING, id, "CASE").await? else {
            return Ok(None);
        };
        let chain = read_text(DOING, &head, "chain")?.to_owned();
        let case = if read_number(DOING, &head, "fold")? == u64::from(FOLD_VERSION) {
            read_json(DOING, &head, "folded")?
        } else {
            Case::fold(id.clone(), &self.log(id).await?)
        };
        Ok(Some(Loaded { case, chain }))
    }

    /// Every event of the case, in order. Of an erased case only what outlived the erasure.
    pub async fn log(&self, id: &CaseId) -> Result<Vec<Recorded>, Fault> {
        let mut pages = self.records(id).into_paginator().items().send();
        let mut log = Vec::new();
        while let Some(item) = pages.next().await {
            let item = item.map_err(|error| Fault::from_sdk(READING_LOG, &error))?;
            log.extend(content(&item)?);
        }
        Ok(log)
    }

    /// At most `most` events behind a place in the log, in order.
    pub async fn log_page(
        &self,
        id: &CaseId,
        after: u64,
        most: usize,
    ) -> Result<Vec<Recorded>, Fault> {
        let last = event_sk(after.saturating_add(u64::try_from(most).unwrap_or(u64::MAX)));
        let mut items = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND sk BETWEEN :first AND :last")
            .expression_attribute_values(":pk", text(pk(id)))
            .expression_attribute_values(":first", text(event_sk(after.saturating_add(1))))
            .expression_attribute_values(":last", text(last))
            .consistent_read(true)
            .into_paginator()
            .items()
            .send();
        let mut log = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| Fault::from_sdk(READING_LOG, &error))?;
            log.extend(content(&item)?);
        }
        Ok(log)
    }

    /// One event of the case, by its place in the log.
    pub async fn event(&self, id: &CaseId, sequence: u64) -> Result<Option<Recorded>, Fault> {
        const DOING: &str = "reading an event";
        let item = self.item(DOING, id, &event_sk(sequence)).await?;
        Ok(item.as_ref().map(content).transpose()?.flatten())
    }

    async fn item(
        &self,
        doing: &'static str,
        id: &CaseId,
        sk: &str,
    ) -> Result<Option<Item>, Fault> {
        let get = self.client.get_item().table_name(&self.table);
        let answer = get.set_key(Some(keyed(pk(id), sk))).consistent_read(true).send().await;
        Ok(answer.map_err(|error| Fault::from_sdk(doing, &error))?.item)
    }

    /// The records of the case's log in order, to be read page by page.
    fn records(&self, id: &CaseId) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND begins_with(sk, :event)")
            .expression_attribute_values(":pk", text(pk(id)))
            .expression_attribute_values(":event", text("EVENT#"))
            .consistent_read(true)
    }

    /// Writes the change in one transaction: all of it, or nothing. Returns the case after it.
    pub async fn append(
        &self,
        loaded: Loaded,
        change: Change,
        now: Timestamp,
    ) -> Result<Loaded, AppendError> {
        const DOING: &str = "writing a change";
        let expected = loaded.case.version;
        let recorded = loaded.case.record(change.events, &change.by, now);
        let (mut writes, after) = self.event_writes(loaded, &recorded)?;
        let head = self.head_write(&after, expected, now)?;
        writes.push(head);
        let mut clashes = vec![Clash::Version; writes.len()];
        for part in change.parts {
            writes.push(part.write);
            clashes.push(part.clash);
        }
        if writes.len() > TRANSACTION_PARTS_MAX {
            return Err(Fault::broken(DOING, "more than a hundred writes").into());
        }
        let sent = self.client.transact_write_items().set_transact_items(Some(writes)).send().await;
        sent.map_err(|error| cancelled(DOING, &error, &clashes))?;
        Ok(after)
    }

    fn event_writes(
        &self,
        loaded: Loaded,
        recorded: &[Recorded],
    ) -> Result<(Vec<TransactWriteItem>, Loaded), Fault> {
        const DOING: &str = "writing an event";
        let Loaded { mut case, mut chain } = loaded;
        let mut writes = Vec::new();
        for one in recorded {
            let record = serde_json::to_string(one).map_err(|_| Fault::broken(DOING, "record"))?;
            let content = hash(&[record.as_bytes()]);
            let link = hash(&[chain.as_bytes(), &one.sequence.to_be_bytes(), content.as_bytes()]);
            let mut item = keyed(pk(&case.id), event_sk(one.sequence));
            item = with(item, "type", text(one.event.name()));
            item = with(item, "case", text(case.id.as_str()));
            item = with(item, "sequence", number(one.sequence));
            item = with(item, "record", text(record));
            item = with(item, "content", text(content));
            item = with(item, "previous", text(chain));
            item = with(item, "chain", text(link.clone()));
            writes
                .push(self.put(item, |put| put.condition_expression("attribute_not_exists(pk)"))?);
            chain = link;
            case = case.apply(one);
        }
        Ok((writes, Loaded { case, chain }))
    }

    fn head_write(
        &self,
        after: &Loaded,
        expected: u64,
        now: Timestamp,
    ) -> Result<TransactWriteItem, Fault> {
        let item = index::head(after, now)?;
        self.put(item, |put| {
            if expected == 0 {
                put.condition_expression("attribute_not_exists(pk)")
            } else {
                put.condition_expression("version = :expected")
                    .expression_attribute_values(":expected", number(expected))
            }
        })
    }

    fn put(
        &self,
        item: Item,
        condition: impl FnOnce(
            aws_sdk_dynamodb::types::builders::PutBuilder,
        ) -> aws_sdk_dynamodb::types::builders::PutBuilder,
    ) -> Result<TransactWriteItem, Fault> {
        let put = condition(Put::builder().table_name(&self.table).set_item(Some(item)));
        let put = put.build().map_err(|_| Fault::broken("writing a change", "put"))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }
}

/// DynamoDB gives a reason for each write, by position: the first that failed tells what clashed.
fn cancelled(
    doing: &'static str,
    error: &SdkError<TransactWriteItemsError, HttpResponse>,
    clashes: &[Clash],
) -> AppendError {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) =
        error.as_service_error()
    else {
        return Fault::from_sdk(doing, error).into();
    };
    let reasons = cancelled.cancellation_reasons();
    let failed: Vec<Clash> = reasons
        .iter()
        .zip(clashes)
        .filter(|(reason, _)| reason.code() == Some("ConditionalCheckFailed"))
        .map(|(_, clash)| *clash)
        .collect();
    // An answer given before explains every other clash: the same request has already been done.
    if failed.contains(&Clash::Answer) {
        return AppendError::Clash(Clash::Answer);
    }
    match failed.first() {
        Some(clash) => AppendError::Clash(*clash),
        None => Fault::busy(doing, "transaction conflict").into(),
    }
}

/// A record's content, if it has not been erased.
fn content(item: &Item) -> Result<Option<Recorded>, Fault> {
    let there = item.contains_key("record");
    there.then(|| read_json(READING_LOG, item, "record")).transpose()
}

fn pk(id: &CaseId) -> String {
    format!("CASE#{id}")
}

/// Six digits, so that the order of keys is the order of events; a case has far fewer.
fn event_sk(sequence: u64) -> String {
    format!("EVENT#{sequence:06}")
}

fn hash(parts: &[&[u8]]) -> String {
    hex::encode(digest(&SHA256, &parts.concat()))
}
