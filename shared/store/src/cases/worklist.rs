//! The worklists: which cases wait for whom, and which belong to whom. Each is read from an index
//! of the heads.

use super::Cases;
use super::head::{NEVER, NOBODY, SHARDS, case_id};
use crate::item::{Item, read_number, read_text, text};
use domain::ids::{CaseId, StaffId};
use futures::future::try_join_all;
use runtime::Fault;
use serde::Serialize;

/// Which cases a worklist shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Worklist<'a> {
    /// Those that wait for a party, such as `nurse`.
    WaitingFor(&'a str),
    /// The open cases that a nurse owns.
    OwnedBy(&'a StaffId),
    /// The open cases that a nurse covers, or has covered, for a colleague.
    CoveredBy(&'a StaffId),
    /// The open cases that no nurse has taken yet.
    Unassigned,
}

/// What a worklist shows of a case: ids and codes only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorklistEntry {
    pub case: CaseId,
    pub reference: String,
    pub stage: String,
    pub waiting_for: String,
    /// Empty if nothing was promised for a certain time.
    pub due: String,
    pub urgent: bool,
    /// The next page begins after it.
    #[serde(skip)]
    pub place: WorklistPlace,
    #[serde(skip)]
    pub covered_until: Option<u64>,
}

/// A place in a worklist.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WorklistPlace(pub String);

impl Cases {
    /// The cases of a worklist after a place, at most `most` of them: urgent ones first, then by
    /// due time.
    pub async fn worklist(
        &self,
        list: &Worklist<'_>,
        after: Option<&WorklistPlace>,
        most: usize,
    ) -> Result<Vec<WorklistEntry>, Fault> {
        const DOING: &str = "reading a worklist";
        let (index, key, value) = match list {
            Worklist::WaitingFor(party) => ("waiting", "waiting_for", *party),
            Worklist::OwnedBy(nurse) => ("owner", "owner", nurse.as_str()),
            Worklist::CoveredBy(nurse) => ("cover", "cover", nurse.as_str()),
            Worklist::Unassigned => ("owner", "owner", NOBODY),
        };
        let shards = (0..SHARDS).map(|shard| {
            let shard = self.table.index(DOING, index, key, format!("{value}#{shard}"));
            match after {
                None => shard.first(most),
                Some(WorklistPlace(place)) => {
                    shard.and("due > :bound", [(":bound", text(place.as_str()))]).first(most)
                }
            }
        });
        let found = try_join_all(shards).await?;
        let entries = found.iter().flatten().map(entry);
        let mut entries: Vec<WorklistEntry> = entries.collect::<Result<_, _>>()?;
        entries.sort_by(|one, other| one.place.cmp(&other.place));
        entries.truncate(most);
        Ok(entries)
    }

    /// How many open cases a nurse owns.
    pub async fn count_open_cases_of(&self, nurse: &StaffId) -> Result<usize, Fault> {
        const DOING: &str = "counting a nurse's cases";
        let count =
            |shard| self.table.index(DOING, "owner", "owner", format!("{nurse}#{shard}")).count();
        Ok(try_join_all((0..SHARDS).map(count)).await?.into_iter().sum())
    }
}

fn entry(item: &Item) -> Result<WorklistEntry, Fault> {
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
