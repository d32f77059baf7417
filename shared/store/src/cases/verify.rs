//! Checks the chain of a case's log, and says which record was edited, removed, reordered or cut
//! off.
//!
//! Each record is kept with the hash of its content, and with a link made of the link before it,
//! its place and that hash. Erasure may drop the content and leave the hash: the chain still holds.

use super::head::case_id;
use super::{CHAIN_BEGINS, Cases, hash};
use crate::item::{Item, read_number, read_text, text};
use domain::Recorded;
use domain::ids::CaseId;
use futures::{StreamExt, TryStreamExt};
use runtime::Fault;
use serde::Serialize;
use std::collections::BTreeMap;

/// Something wrong with a log, and the place where it was noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogFlaw {
    pub sequence: u64,
    pub how: FlawKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum FlawKind {
    /// The content does not match its hash.
    Edited,
    /// The record before this one is missing.
    Removed,
    /// The record is at another record's place.
    Reordered,
    /// The link does not follow from the one before.
    Unlinked,
    /// The head counts more records than there are.
    CutOff,
}

impl Cases {
    /// Everything that is wrong with the case's log, and the links of the records at the given
    /// places; nothing if there is no such case.
    pub async fn verify(
        &self,
        id: &CaseId,
        places: &[u64],
    ) -> Result<Option<(Vec<LogFlaw>, BTreeMap<u64, String>)>, Fault> {
        const DOING: &str = "verifying a log";
        let Some(head) = self.head(DOING, id).await? else {
            return Ok(None);
        };
        let mut records = self.records(DOING, id).items();
        let mut walk = Walk { next: 1, chain: CHAIN_BEGINS.to_owned(), flaws: Vec::new() };
        let mut links = BTreeMap::new();
        while let Some(record) = records.try_next().await? {
            walk.step(&record)?;
            let place = walk.next - 1;
            if places.contains(&place) {
                links.insert(place, walk.chain.clone());
            }
        }
        let (version, chain) = chain_end(&head)?;
        Ok(Some((walk.end(version, &chain), links)))
    }

    /// The ids of all cases. It reads the whole table, so it is only for verifying everything.
    pub async fn every(&self) -> Result<Vec<CaseId>, Fault> {
        const DOING: &str = "listing every case";
        let heads = self.table.scan(DOING, "sk = :value", text("CASE"), "case");
        heads.map(|item| case_id(DOING, &item?)).try_collect().await
    }

    /// The place and the link of the last record, as the head has them.
    pub async fn chain_end(&self, id: &CaseId) -> Result<Option<(u64, String)>, Fault> {
        let head = self.head("reading a chain's end", id).await?;
        head.as_ref().map(chain_end).transpose()
    }
}

pub(super) fn chain_end(head: &Item) -> Result<(u64, String), Fault> {
    const DOING: &str = "reading a chain's end";
    Ok((read_number(DOING, head, "version")?, read_text(DOING, head, "chain")?.to_owned()))
}

/// A walk along the log, one record at a time, so that a long log is never held in memory as a
/// whole.
struct Walk {
    next: u64,
    chain: String,
    flaws: Vec<LogFlaw>,
}

impl Walk {
    fn step(&mut self, item: &Item) -> Result<(), Fault> {
        const DOING: &str = "verifying a record";
        let sk = read_text(DOING, item, "sk")?;
        let place: u64 = sk.trim_start_matches("EVENT#").parse().unwrap_or_default();
        let (content, link) =
            (read_text(DOING, item, "content")?, read_text(DOING, item, "chain")?);
        if place != self.next {
            self.note(place, FlawKind::Removed);
        }
        if let Ok(record) = read_text(DOING, item, "record") {
            let recorded: Option<Recorded> = serde_json::from_str(record).ok();
            if recorded.is_some_and(|recorded| recorded.sequence != place) {
                self.note(place, FlawKind::Reordered);
            }
            if hash(&[record.as_bytes()]) != content {
                self.note(place, FlawKind::Edited);
            }
        }
        let expected = hash(&[self.chain.as_bytes(), &place.to_be_bytes(), content.as_bytes()]);
        if expected != link && place == self.next {
            self.note(place, FlawKind::Unlinked);
        }
        link.clone_into(&mut self.chain);
        self.next = place + 1;
        Ok(())
    }

    fn end(mut self, version: u64, chain: &str) -> Vec<LogFlaw> {
        if self.next != version + 1 {
            self.note(self.next, FlawKind::CutOff);
        } else if self.chain != chain {
            self.note(version, FlawKind::Unlinked);
        }
        self.flaws
    }

    fn note(&mut self, sequence: u64, how: FlawKind) {
        self.flaws.push(LogFlaw { sequence, how });
    }
}
