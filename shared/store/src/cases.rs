//! Cases: each case's log of events, and its head, which is the log folded into the case as it is
//! now.

mod append;
mod due;
mod erase;
mod head;
mod verify;
mod worklist;

pub use due::ErasableCase;
pub use erase::ContentCount;
pub use verify::{FlawKind, LogFlaw};
pub use worklist::{Worklist, WorklistEntry, WorklistPlace};

use crate::Answers;
use crate::item::{Item, keyed, number, read_json, read_number, read_text, text};
use crate::table::{Query, Table};
use aws_lc_rs::digest::{SHA256, digest};
use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::case::FOLD_VERSION;
use domain::ids::CaseId;
use domain::{Case, Recorded};
use futures::TryStreamExt;
use runtime::{Aws, Fault};

const READING_LOG: &str = "reading a case's log";
/// What the first record's link follows from.
const CHAIN_BEGINS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A case as it was loaded, with what is needed to append to it: its version and the end of its
/// chain.
#[derive(Debug, Clone)]
pub struct LoadedCase {
    pub case: Case,
    /// The link of the last record, from which the next one follows.
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

/// A case as someone knows it, for a write elsewhere that only holds while the case is so.
#[derive(Debug, Clone, Copy)]
pub struct AsLoaded<'a> {
    pub(crate) id: &'a CaseId,
    table: &'a Table,
    version: u64,
}

impl AsLoaded<'_> {
    /// The part that fails its transaction once the case has moved on.
    pub(crate) fn part(&self) -> TransactWriteItem {
        let head = keyed(pk(self.id), "CASE");
        self.table.check(head, "version = :version", [(":version", number(self.version))])
    }
}

/// The Cases table.
#[derive(Debug, Clone)]
pub struct Cases {
    table: Table,
    /// Whether a head that was folded by older rules is written anew.
    renews: bool,
}

impl Cases {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { table: Table::new(aws, table), renews: true }
    }

    /// For a function that may only read.
    pub fn to_read(aws: &Aws, table: String) -> Self {
        Self { renews: false, ..Self::new(aws, table) }
    }

    /// Opens as many connections to DynamoDB as a first step needs (head, keys and sheets are read at once), by
    /// asking for what is not there.
    pub async fn connect(&self) -> Result<(), Fault> {
        let ask = || self.table.get("connecting", keyed("CONNECT", "CASE"));
        futures::future::try_join3(ask(), ask(), ask()).await.map(drop)
    }

    pub fn as_loaded<'a>(&'a self, loaded: &'a LoadedCase) -> AsLoaded<'a> {
        let Case { id, version, .. } = &loaded.case;
        AsLoaded { id, table: &self.table, version: *version }
    }

    /// The answers to requests that change a case.
    pub fn answers(&self) -> Answers {
        Answers::in_table(&self.table)
    }

    /// The case as it is now, if there is one.
    pub async fn load(&self, id: &CaseId) -> Result<Option<LoadedCase>, Fault> {
        const DOING: &str = "loading a case";
        let Some(head) = self.head(DOING, id).await? else {
            return Ok(None);
        };
        let chain = read_text(DOING, &head, "chain")?.to_owned();
        if read_number(DOING, &head, "fold")? == u64::from(FOLD_VERSION) {
            return Ok(Some(LoadedCase { case: read_json(DOING, &head, "folded")?, chain }));
        }
        self.fold_again(id, read_number(DOING, &head, "version")?, chain).await.map(Some)
    }

    /// The case as its head had it, from the log. What another writer has appended since is left out: it
    /// would not follow from the link that the head has, and the next record would fork the chain.
    /// The new head is kept, so that only the first read after a raised fold version folds: by newer rules than
    /// the head's, for older ones may still run beside them, and from a whole log, for an erasure leaves less.
    async fn fold_again(
        &self,
        id: &CaseId,
        version: u64,
        chain: String,
    ) -> Result<LoadedCase, Fault> {
        const DOING: &str = "renewing a head";
        let most = usize::try_from(version).unwrap_or(usize::MAX);
        let log = self.log_page(id, 0, most).await?;
        let mut case = Case::fold(id.clone(), &log);
        case.version = version;
        let loaded = LoadedCase { case, chain };
        let whole = log.last().filter(|_| log.len() == most);
        if let Some(last) = whole.filter(|_| self.renews) {
            let renewed = self.table.put(head::head(&loaded, last.at)?);
            let as_read = renewed.when("version = :version AND fold < :fold");
            let as_read = as_read.value(":version", number(version));
            let as_read = as_read.value(":fold", number(FOLD_VERSION));
            // Whoever was quicker has renewed it, and a read does not fail because of a write: the next one tries.
            let _ = as_read.attempt(DOING).await;
        }
        Ok(loaded)
    }

    /// Every event of the case, in order. Of an erased case, only the events that outlived the
    /// erasure.
    pub async fn log(&self, id: &CaseId) -> Result<Vec<Recorded>, Fault> {
        events(self.records(READING_LOG, id)).await
    }

    /// The events that follow a place in the log, at most `most` of them, in order.
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
}

/// The events of those records that still have their content.
async fn events(records: Query) -> Result<Vec<Recorded>, Fault> {
    records.items().try_filter_map(async |item| content(&item)).try_collect().await
}

/// The event in a record, unless it has been erased.
fn content(item: &Item) -> Result<Option<Recorded>, Fault> {
    let there = item.contains_key("record");
    there.then(|| read_json(READING_LOG, item, "record")).transpose()
}

fn pk(id: &CaseId) -> String {
    format!("CASE#{id}")
}

/// Padded to six digits, so that keys sort as events do. No case comes near a million events.
fn event_sk(sequence: u64) -> String {
    format!("EVENT#{sequence:06}")
}

fn hash(parts: &[&[u8]]) -> String {
    hex::encode(digest(&SHA256, &parts.concat()))
}
