//! What is due: the cases that the clock must look at, those that may be erased, and those that
//! changed on a day. Each is read from an index of the heads.

use super::head::{SHARDS, case_id};
use super::verify::chain_end;
use super::{Cases, pk};
use crate::item::{Item, keyed, number, read_number};
use domain::ids::CaseId;
use futures::future::try_join_all;
use jiff::Timestamp;
use jiff::civil::Date;
use runtime::Fault;
use serde::Serialize;

/// A case that may be erased from a certain moment on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErasableCase {
    pub case: CaseId,
    pub reference: String,
    pub kept_until: Timestamp,
}

impl Cases {
    /// The cases that the clock should have looked at by now, the longest overdue first.
    pub async fn to_wake(&self, now: Timestamp, most: usize) -> Result<Vec<CaseId>, Fault> {
        const DOING: &str = "reading what is due";
        let found = self.until(DOING, "wake", ["wake_shard", "wake_at"], now, most).await?;
        found.iter().map(|item| case_id(DOING, item)).collect()
    }

    /// Puts off the next look at a case whose time has come: the others come first. The next event of the case sets
    /// its time anew.
    pub async fn wake_later(
        &self,
        id: &CaseId,
        now: Timestamp,
        later: Timestamp,
    ) -> Result<(), Fault> {
        let put_off = self.table.update(keyed(pk(id), "CASE"), "SET wake_at = :later");
        let put_off = put_off.when("wake_at <= :now").value(":now", number(now.as_second()));
        let put_off = put_off.value(":later", number(later.as_second()));
        // Another has moved it meanwhile: so much the better.
        put_off.attempt("putting off a look").await.map(drop)
    }

    /// The ended cases that need not be kept beyond that moment, the longest overdue first.
    pub async fn to_erase(&self, at: Timestamp, most: usize) -> Result<Vec<ErasableCase>, Fault> {
        const DOING: &str = "reading what may be erased";
        let found = self.until(DOING, "keep", ["keep_shard", "keep_until"], at, most).await?;
        let erasable = |item: &Item| -> Result<ErasableCase, Fault> {
            let case = case_id(DOING, item)?;
            let second = i64::try_from(read_number(DOING, item, "keep_until")?);
            let kept_until = second.ok().and_then(|second| Timestamp::from_second(second).ok());
            let kept_until =
                kept_until.ok_or_else(|| Fault::broken(DOING, "keep_until is not a time"))?;
            Ok(ErasableCase { reference: case.reference(), case, kept_until })
        };
        found.iter().map(erasable).collect()
    }

    /// The cases whose log last grew on a day of London time, each with its last record's place and
    /// link.
    pub async fn changed_on(&self, day: Date) -> Result<Vec<(CaseId, u64, String)>, Fault> {
        const DOING: &str = "reading what changed";
        let mut changed = Vec::new();
        for shard in 0..SHARDS {
            let day = format!("{day}#{shard}");
            let heads = self.table.index(DOING, "changed", "changed_on", day);
            let end = |head: &Item| {
                let (version, link) = chain_end(head)?;
                Ok((case_id(DOING, head)?, version, link))
            };
            changed.extend(heads.collect(end).await?);
        }
        changed.sort();
        Ok(changed)
    }

    /// The heads that an index of times has up to a moment, the earliest first.
    async fn until(
        &self,
        doing: &'static str,
        index: &str,
        [shard_key, time_key]: [&str; 2],
        until: Timestamp,
        most: usize,
    ) -> Result<Vec<Item>, Fault> {
        let bound = format!("{time_key} <= :bound");
        let shards = (0..SHARDS).map(|shard| {
            let shard = self.table.index(doing, index, shard_key, shard.to_string());
            shard.and(&bound, [(":bound", number(until.as_second()))]).first(most)
        });
        let mut found: Vec<Item> = try_join_all(shards).await?.into_iter().flatten().collect();
        found.sort_by_key(|item| read_number(doing, item, time_key).unwrap_or_default());
        found.truncate(most);
        Ok(found)
    }
}
