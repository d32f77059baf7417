//! Cases: the log of each case, the only thing that is ever written of it, and its folded head.

mod verify;

pub use verify::{Breach, Broken};

use crate::change::{AppendError, Change, Clash};
use crate::item::{Item, json, keyed, number, read_json, read_number, read_text, text, with};
use aws_lc_rs::digest::{SHA256, digest};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use domain::case::FOLD_VERSION;
use domain::ids::CaseId;
use domain::question::{next_wake, stage, waiting_for};
use domain::{Case, Recorded};
use jiff::Timestamp;
use runtime::{Aws, Fault};

/// DynamoDB's own limit on the writes of one transaction.
const TRANSACTION_PARTS_MAX: usize = 100;
/// Shards of each index, so that one busy party does not make one hot key.
const SHARDS: u64 = 4;
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

/// A line of the worklist: ids and codes only.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Waits {
    pub case: CaseId,
    pub reference: String,
    pub stage: String,
    pub due: String,
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

    /// Every event of the case, in order.
    pub async fn log(&self, id: &CaseId) -> Result<Vec<Recorded>, Fault> {
        const DOING: &str = "reading a case's log";
        let mut pages = self.records(id).into_paginator().items().send();
        let mut log = Vec::new();
        while let Some(item) = pages.next().await {
            let item = item.map_err(|error| Fault::from_sdk(DOING, &error))?;
            log.push(read_json(DOING, &item, "record")?);
        }
        Ok(log)
    }

    /// One event of the case, by its place in the log.
    pub async fn event(&self, id: &CaseId, sequence: u64) -> Result<Option<Recorded>, Fault> {
        const DOING: &str = "reading an event";
        let item = self.item(DOING, id, &event_sk(sequence)).await?;
        item.map(|item| read_json(DOING, &item, "record")).transpose()
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
        let item = head(after, now)?;
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

    /// The cases that wait for a party, the most urgent and longest due first.
    pub async fn waiting(&self, party: &str, most: usize) -> Result<Vec<Waits>, Fault> {
        const DOING: &str = "reading the worklist";
        let shards = (0..SHARDS).map(|shard| {
            self.index("waiting", "waiting_for", format!("{party}#{shard}"), None, most)
        });
        let mut found: Vec<Item> =
            futures::future::try_join_all(shards).await?.into_iter().flatten().collect();
        found.sort_by_key(|item| {
            read_text(DOING, item, "due").map(str::to_owned).unwrap_or_default()
        });
        found.iter().take(most).map(|item| waits(DOING, item)).collect()
    }

    /// The cases that the clock must look at by now.
    pub async fn to_wake(&self, now: Timestamp, most: usize) -> Result<Vec<CaseId>, Fault> {
        const DOING: &str = "reading what is due";
        let shards = (0..SHARDS)
            .map(|shard| self.index("wake", "wake_shard", shard.to_string(), Some(now), most));
        let mut found: Vec<Item> =
            futures::future::try_join_all(shards).await?.into_iter().flatten().collect();
        found.sort_by_key(|item| read_number(DOING, item, "wake_at").unwrap_or_default());
        found.iter().take(most).map(|item| case_id(DOING, item)).collect()
    }

    async fn index(
        &self,
        index: &str,
        key: &str,
        value: String,
        until: Option<Timestamp>,
        most: usize,
    ) -> Result<Vec<Item>, Fault> {
        let mut query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(index)
            .expression_attribute_names("#key", key)
            .expression_attribute_values(":value", text(value))
            .limit(i32::try_from(most).unwrap_or(i32::MAX));
        query = match until {
            None => query.key_condition_expression("#key = :value"),
            Some(until) => query
                .key_condition_expression("#key = :value AND wake_at <= :until")
                .expression_attribute_values(":until", number(until.as_second())),
        };
        let answer =
            query.send().await.map_err(|error| Fault::from_sdk("reading an index", &error))?;
        Ok(answer.items.unwrap_or_default())
    }
}

/// The head repeats a few derived columns for the indexes; nothing is decided from them.
fn head(after: &Loaded, now: Timestamp) -> Result<Item, Fault> {
    let case = &after.case;
    let waiting = waiting_for(case, now);
    let shard = shard(&case.id);
    let stage: &'static str = stage(case).into();
    let party: &'static str = waiting.party.into();
    let urgency = if case.casework.urgent.is_some() { '0' } else { '1' };
    let due = waiting.due.map(|due| due.to_string()).unwrap_or_default();

    let mut item = keyed(pk(&case.id), "CASE");
    item = with(item, "case", text(case.id.as_str()));
    item = with(item, "version", number(case.version));
    item = with(item, "fold", number(FOLD_VERSION));
    item = with(item, "folded", json("writing a head", case)?);
    item = with(item, "chain", text(after.chain.as_str()));
    item = with(item, "member_epoch", number(case.access.member_epoch));
    item = with(item, "others_epoch", number(case.access.others_epoch));
    item = with(item, "stage", text(stage));
    item = with(item, "waiting_for", text(format!("{party}#{shard}")));
    item = with(item, "due", text(format!("{urgency}#{due}#{}", case.id)));
    if let Some(received) = &case.received {
        item = with(item, "client", text(received.client.as_str()));
        item = with(item, "received_at", text(received.at.to_string()));
    }
    if let Some(wake) = next_wake(case) {
        item = with(item, "wake_shard", text(shard.to_string()));
        item = with(item, "wake_at", number(wake.as_second()));
    }
    Ok(item)
}

fn waits(doing: &'static str, item: &Item) -> Result<Waits, Fault> {
    let case = case_id(doing, item)?;
    let due = read_text(doing, item, "due")?.split('#').nth(1).unwrap_or_default().to_owned();
    let stage = read_text(doing, item, "stage")?.to_owned();
    Ok(Waits { reference: case.reference(), case, stage, due })
}

fn case_id(doing: &'static str, item: &Item) -> Result<CaseId, Fault> {
    read_text(doing, item, "case")?.parse().map_err(|_| Fault::broken(doing, "bad case id"))
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

fn pk(id: &CaseId) -> String {
    format!("CASE#{id}")
}

/// Six digits, so that the order of keys is the order of events; a case has far fewer.
fn event_sk(sequence: u64) -> String {
    format!("EVENT#{sequence:06}")
}

fn shard(id: &CaseId) -> u64 {
    id.as_str().bytes().map(u64::from).sum::<u64>() % SHARDS
}

fn hash(parts: &[&[u8]]) -> String {
    hex::encode(digest(&SHA256, &parts.concat()))
}
