//! The chain of a case's log, checked: which record was edited, removed, reordered or cut off.
//!
//! Each record stands beside the hash of its content and a link made of the link before it, its
//! place and that hash. Erasure may drop a content and leave its hash: the chain still verifies.

use super::{CHAIN_BEGINS, Cases, hash};
use crate::item::{Item, read_number, read_text};
use domain::Recorded;
use domain::ids::CaseId;
use runtime::Fault;
use serde::Serialize;

/// Something wrong with a log, at the place where it was met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Broken {
    pub sequence: u64,
    pub how: Breach,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Breach {
    /// The content is not what its hash says.
    Edited,
    /// A record is missing before this one.
    Removed,
    /// The record stands at a place that is not its own.
    Reordered,
    /// The link does not follow from the one before.
    Unlinked,
    /// The head knows of later records than there are.
    CutOff,
}

impl Cases {
    /// Everything that is wrong with the case's log; nothing where there is no such case.
    pub async fn verify(&self, id: &CaseId) -> Result<Option<Vec<Broken>>, Fault> {
        const DOING: &str = "verifying a log";
        let Some(head) = self.item(DOING, id, "CASE").await? else {
            return Ok(None);
        };
        let mut items = self.records(id).into_paginator().items().send();
        let mut walk = Walk { next: 1, chain: CHAIN_BEGINS.to_owned(), broken: Vec::new() };
        while let Some(item) = items.next().await {
            walk.step(&item.map_err(|error| Fault::from_sdk(DOING, &error))?)?;
        }
        let (version, chain) =
            (read_number(DOING, &head, "version")?, read_text(DOING, &head, "chain")?);
        Ok(Some(walk.end(version, chain)))
    }
}

/// A walk along the log, one record at a time: a long log is never in memory whole.
struct Walk {
    next: u64,
    chain: String,
    broken: Vec<Broken>,
}

impl Walk {
    fn step(&mut self, item: &Item) -> Result<(), Fault> {
        const DOING: &str = "verifying a record";
        let sk = read_text(DOING, item, "sk")?;
        let place: u64 = sk.trim_start_matches("EVENT#").parse().unwrap_or_default();
        let (content, link) =
            (read_text(DOING, item, "content")?, read_text(DOING, item, "chain")?);
        if place != self.next {
            self.breach(place, Breach::Removed);
        }
        if let Ok(record) = read_text(DOING, item, "record") {
            let recorded: Option<Recorded> = serde_json::from_str(record).ok();
            if recorded.is_some_and(|it| it.sequence != place) {
                self.breach(place, Breach::Reordered);
            }
            if hash(&[record.as_bytes()]) != content {
                self.breach(place, Breach::Edited);
            }
        }
        let expected = hash(&[self.chain.as_bytes(), &place.to_be_bytes(), content.as_bytes()]);
        if expected != link && place == self.next {
            self.breach(place, Breach::Unlinked);
        }
        link.clone_into(&mut self.chain);
        self.next = place + 1;
        Ok(())
    }

    fn end(mut self, version: u64, chain: &str) -> Vec<Broken> {
        if self.next != version + 1 {
            self.breach(self.next, Breach::CutOff);
        } else if self.chain != chain {
            self.breach(version, Breach::Unlinked);
        }
        self.broken
    }

    fn breach(&mut self, sequence: u64, how: Breach) {
        self.broken.push(Broken { sequence, how });
    }
}
