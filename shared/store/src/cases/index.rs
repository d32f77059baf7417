//! The head as it lies in the table, and the indexes that its derived columns make: the worklists,
//! what the clock must look at, and what may be erased. Nothing is decided from them.

use super::{Cases, LoadedCase, pk};
use crate::item::{Item, json, keyed, number, read_number, read_text, text, with};
use domain::calendar::london;
use domain::case::FOLD_VERSION;
use domain::clock::erasable_from;
use domain::ids::{CaseId, StaffId};
use domain::question::{next_wake, stage, waiting_for};
use futures::future::try_join_all;
use jiff::Timestamp;
use jiff::civil::Date;
use runtime::Fault;

/// Shards of each index, so that one busy party does not make one hot key.
const SHARDS: u64 = 4;
/// The owner's word of a case that nobody has taken yet. No member of staff can be called that.
const NOBODY: &str = "-";
/// Sorts a case without a due time behind every other.
const NEVER: &str = "9999";
const READING_INDEX: &str = "reading an index";

/// Which cases a worklist shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worklist<'a> {
    /// Those that wait for a party, by its word.
    WaitingFor(&'a str),
    /// The open cases that a nurse owns.
    OwnedBy(&'a StaffId),
    /// The open cases that a nurse covers, or has covered, for a colleague.
    CoveredBy(&'a StaffId),
    Unassigned,
}

/// A line of a worklist: ids and codes only.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WorklistEntry {
    pub case: CaseId,
    pub reference: String,
    pub stage: String,
    pub waiting_for: String,
    /// Empty where no promise runs.
    pub due: String,
    pub urgent: bool,
    /// The line's place: the next page begins behind it.
    #[serde(skip)]
    pub place: WorklistPlace,
    #[serde(skip)]
    pub covered_until: Option<u64>,
}

/// A place in a worklist.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorklistPlace(pub String);

/// A case whose time to be kept is over, or will be.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ErasableCase {
    pub case: CaseId,
    pub reference: String,
    pub kept_until: Timestamp,
}

impl Cases {
    /// At most `most` cases of a worklist behind a place: urgent before all, then the longest due.
    pub async fn worklist(
        &self,
        list: &Worklist<'_>,
        after: Option<&WorklistPlace>,
        most: usize,
    ) -> Result<Vec<WorklistEntry>, Fault> {
        let (index, key, value) = match list {
            Worklist::WaitingFor(party) => ("waiting", "waiting_for", *party),
            Worklist::OwnedBy(nurse) => ("owner", "owner", nurse.as_str()),
            Worklist::CoveredBy(nurse) => ("cover", "cover", nurse.as_str()),
            Worklist::Unassigned => ("owner", "owner", NOBODY),
        };
        let shards = (0..SHARDS).map(|shard| {
            let shard = self.table.index(READING_INDEX, index, key, format!("{value}#{shard}"));
            match after {
                None => shard.first(most),
                Some(WorklistPlace(place)) => {
                    shard.and("due > :bound", [(":bound", text(place.as_str()))]).first(most)
                }
            }
        });
        let found = try_join_all(shards).await?;
        let mut lines: Vec<WorklistEntry> =
            found.iter().flatten().map(line).collect::<Result<_, _>>()?;
        lines.sort_by(|one, other| one.place.cmp(&other.place));
        lines.truncate(most);
        Ok(lines)
    }

    /// How many open cases a nurse owns.
    pub async fn count_open_cases_of(&self, nurse: &StaffId) -> Result<usize, Fault> {
        const DOING: &str = "counting a nurse's cases";
        let count =
            |shard| self.table.index(DOING, "owner", "owner", format!("{nurse}#{shard}")).count();
        Ok(try_join_all((0..SHARDS).map(count)).await?.into_iter().sum())
    }

    /// The cases that the clock must look at by now.
    pub async fn to_wake(&self, now: Timestamp, most: usize) -> Result<Vec<CaseId>, Fault> {
        const DOING: &str = "reading what is due";
        let found = self.until("wake", ["wake_shard", "wake_at"], now, most).await?;
        found.iter().map(|item| case_id(DOING, item)).collect()
    }

    /// The ended cases that are to be kept no longer at that moment, the longest overdue first.
    pub async fn to_erase(&self, at: Timestamp, most: usize) -> Result<Vec<ErasableCase>, Fault> {
        const DOING: &str = "reading what may be erased";
        let found = self.until("keep", ["keep_shard", "keep_until"], at, most).await?;
        let line = |item: &Item| -> Result<ErasableCase, Fault> {
            let case = case_id(DOING, item)?;
            let second = i64::try_from(read_number(DOING, item, "keep_until")?);
            let kept_until = second.ok().and_then(|it| Timestamp::from_second(it).ok());
            let kept_until = kept_until.ok_or_else(|| Fault::broken(DOING, "bad time"))?;
            Ok(ErasableCase { reference: case.reference(), case, kept_until })
        };
        found.iter().map(line).collect()
    }

    /// The cases whose log grew last on that day of London, with their last link.
    pub async fn changed_on(&self, day: Date) -> Result<Vec<(CaseId, u64, String)>, Fault> {
        const DOING: &str = "reading what changed";
        let mut changed = Vec::new();
        for shard in 0..SHARDS {
            let day = format!("{day}#{shard}");
            let heads = self.table.index(DOING, "changed", "changed_on", day);
            changed.extend(
                heads
                    .collect(|head| {
                        let version = read_number(DOING, head, "version")?;
                        let chain = read_text(DOING, head, "chain")?.to_owned();
                        Ok((case_id(DOING, head)?, version, chain))
                    })
                    .await?,
            );
        }
        changed.sort();
        Ok(changed)
    }

    /// What stands in an index of times up to a moment, the earliest first.
    async fn until(
        &self,
        index: &str,
        [shard_key, time_key]: [&str; 2],
        until: Timestamp,
        most: usize,
    ) -> Result<Vec<Item>, Fault> {
        let bound = format!("{time_key} <= :bound");
        let shards = (0..SHARDS).map(|shard| {
            let shard = self.table.index(READING_INDEX, index, shard_key, shard.to_string());
            shard.and(&bound, [(":bound", number(until.as_second()))]).first(most)
        });
        let mut found: Vec<Item> = try_join_all(shards).await?.into_iter().flatten().collect();
        found.sort_by_key(|item| read_number(READING_INDEX, item, time_key).unwrap_or_default());
        found.truncate(most);
        Ok(found)
    }
}

/// The head repeats a few derived columns for the indexes.
pub(super) fn head(after: &LoadedCase, now: Timestamp) -> Result<Item, Fault> {
    let case = &after.case;
    let waiting = waiting_for(case, now);
    let shard = shard(&case.id);
    let stage: &'static str = stage(case).into();
    let party: &'static str = waiting.party.into();
    let urgency = if case.casework.urgent.is_some() { '0' } else { '1' };
    let due = waiting.due.map_or_else(|| NEVER.to_owned(), |due| due.to_string());

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
    item = with(item, "changed_on", text(format!("{}#{shard}", london(now).date())));
    if let Some(received) = &case.received {
        item = with(item, "client", text(received.client.as_str()));
        item = with(item, "received_at", text(received.at.to_string()));
    }
    if let Some(wake) = next_wake(case) {
        item = with(item, "wake_shard", text(shard.to_string()));
        item = with(item, "wake_at", number(wake.as_second()));
    }
    if let Some(until) = erasable_from(case) {
        item = with(item, "keep_shard", text(shard.to_string()));
        item = with(item, "keep_until", number(until.as_second()));
    }
    Ok(if case.ended.is_none() { owned(item, case, shard) } else { item })
}

/// Whose an open case is.
fn owned(mut item: Item, case: &domain::Case, shard: u64) -> Item {
    let owner = case.casework.nurse.as_ref().map_or(NOBODY, |owner| owner.nurse.as_str());
    item = with(item, "owner", text(format!("{owner}#{shard}")));
    if let Some(cover) = &case.casework.cover {
        item = with(item, "cover", text(format!("{}#{shard}", cover.nurse)));
        item = with(item, "cover_until", number(cover.until.as_second().max(0)));
    }
    item
}

fn line(item: &Item) -> Result<WorklistEntry, Fault> {
    const DOING: &str = "reading a worklist";
    let case = case_id(DOING, item)?;
    let place = read_text(DOING, item, "due")?;
    let mut parts = place.split('#');
    let (urgency, due) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let waits = read_text(DOING, item, "waiting_for")?;
    Ok(WorklistEntry {
        reference: case.reference(),
        case,
        stage: read_text(DOING, item, "stage")?.to_owned(),
        waiting_for: waits.split('#').next().unwrap_or_default().to_owned(),
        due: if due == NEVER { String::new() } else { due.to_owned() },
        urgent: urgency == "0",
        place: WorklistPlace(place.to_owned()),
        covered_until: read_number(DOING, item, "cover_until").ok(),
    })
}

pub(super) fn case_id(doing: &'static str, item: &Item) -> Result<CaseId, Fault> {
    read_text(doing, item, "case")?.parse().map_err(|_| Fault::broken(doing, "bad case id"))
}

fn shard(id: &CaseId) -> u64 {
    id.as_str().bytes().map(u64::from).sum::<u64>() % SHARDS
}
