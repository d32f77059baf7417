//! Cases: the log of each case, the only thing that is ever written of it, and its folded head.

mod erase;
mod index;
mod verify;

pub use erase::ContentCount;
pub use index::{ErasableCase, Worklist, WorklistEntry, WorklistPlace};
pub use verify::{FlawKind, LogFlaw};

use crate::change::{AppendError, Change, Clash};
use crate::item::{Item, keyed, number, read_json, read_number, read_text, text, with};
use crate::table::{Outcome, Query, Table};
use aws_lc_rs::digest::{SHA256, digest};
use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::case::FOLD_VERSION;
use domain::ids::CaseId;
use domain::{Case, Recorded};
use futures::TryStreamExt;
use jiff::Timestamp;
use runtime::{Aws, Fault};

const READING_LOG: &str = "reading a case's log";
/// The chain's first link.
const CHAIN_BEGINS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A case with what an append needs: its version is in it, its chain beside it.
#[derive(Debug, Clone)]
pub struct LoadedCase {
    pub case: Case,
    /// The hash that the last event's record ends the chain with.
    chain: String,
}

impl LoadedCase {
    /// A case that does not exist yet.
    pub fn new(id: CaseId) -> Self {
        Self { case: Case::new(id), chain: CHAIN_BEGINS.to_owned() }
    }
}

impl AsRef<Case> for LoadedCase {
    fn as_ref(&self) -> &Case {
        &self.case
    }
}

/// The Cases table.
#[derive(Debug, Clone)]
pub struct Cases {
    table: Table,
}

impl Cases {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { table: Table::new(aws, table) }
    }

    /// The case as it is now, or nothing.
    pub async fn load(&self, id: &CaseId) -> Result<Option<LoadedCase>, Fault> {
        const DOING: &str = "loading a case";
        let Some(head) = self.head(DOING, id).await? else {
            return Ok(None);
        };
        let chain = read_text(DOING, &head, "chain")?.to_owned();
        let case = if read_number(DOING, &head, "fold")? == u64::from(FOLD_VERSION) {
            read_json(DOING, &head, "folded")?
        } else {
            Case::fold(id.clone(), &self.log(id).await?)
        };
        Ok(Some(LoadedCase { case, chain }))
    }

    /// Every event of the case, in order. Of an erased case only what outlived the erasure.
    pub async fn log(&self, id: &CaseId) -> Result<Vec<Recorded>, Fault> {
        events(self.records(READING_LOG, id)).await
    }

    /// At most `most` events behind a place in the log, in order.
    pub async fn log_page(
        &self,
        id: &CaseId,
        after: u64,
        most: usize,
    ) -> Result<Vec<Recorded>, Fault> {
        let first = event_sk(after.saturating_add(1));
        let last = event_sk(after.saturating_add(u64::try_from(most).unwrap_or(u64::MAX)));
        let page = self.table.under(READING_LOG, pk(id));
        let bounds = [(":first", text(first)), (":last", text(last))];
        events(page.and("sk BETWEEN :first AND :last", bounds)).await
    }

    /// One event of the case, by its place in the log.
    pub async fn event(&self, id: &CaseId, sequence: u64) -> Result<Option<Recorded>, Fault> {
        let item = self.table.get("reading an event", keyed(pk(id), event_sk(sequence))).await?;
        Ok(item.as_ref().map(content).transpose()?.flatten())
    }

    async fn head(&self, doing: &'static str, id: &CaseId) -> Result<Option<Item>, Fault> {
        self.table.get(doing, keyed(pk(id), "CASE")).await
    }

    /// The records of the case's log, in order.
    fn records(&self, doing: &'static str, id: &CaseId) -> Query {
        self.table.under(doing, pk(id)).beginning("EVENT#")
    }

    /// Writes the change in one transaction: all of it, or nothing. Returns the case after it.
    pub async fn append(
        &self,
        loaded: LoadedCase,
        change: Change,
        now: Timestamp,
    ) -> Result<LoadedCase, AppendError> {
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
        match self.table.transact("writing a change", writes).await? {
            Outcome::Written => Ok(after),
            Outcome::Clashed(failed) => Err(AppendError::Clash(telling(&clashes, &failed))),
        }
    }

    fn event_writes(
        &self,
        loaded: LoadedCase,
        recorded: &[Recorded],
    ) -> Result<(Vec<TransactWriteItem>, LoadedCase), Fault> {
        const DOING: &str = "writing an event";
        let LoadedCase { mut case, mut chain } = loaded;
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
            writes.push(self.table.put_once(item).part());
            chain = link;
            case = case.apply(one);
        }
        Ok((writes, LoadedCase { case, chain }))
    }

    fn head_write(
        &self,
        after: &LoadedCase,
        expected: u64,
        now: Timestamp,
    ) -> Result<TransactWriteItem, Fault> {
        let head = index::head(after, now)?;
        Ok(if expected == 0 {
            self.table.put_once(head).part()
        } else {
            let unmoved = self.table.put(head).when("version = :expected");
            unmoved.value(":expected", number(expected)).part()
        })
    }
}

/// The clash that tells the caller most: an answer given before explains every other one, for the
/// same request has already been done; else it is the first.
fn telling(clashes: &[Clash], failed: &[usize]) -> Clash {
    let mut failed = failed.iter().filter_map(|position| clashes.get(*position)).copied();
    let first = failed.next().unwrap_or(Clash::Version);
    if failed.any(|clash| clash == Clash::Answer) { Clash::Answer } else { first }
}

/// The records that still have a content.
async fn events(records: Query) -> Result<Vec<Recorded>, Fault> {
    records.items().try_filter_map(async |item| content(&item)).try_collect().await
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
