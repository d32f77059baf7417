//! The access log: who read what, with an item for each look.

use super::{Access, digest};
use crate::item::{Item, json, keyed, read_json, read_text, text, with};
use crate::sheets::Unerased;
use crate::table::{Outcome, Query};
use domain::calendar::london;
use domain::ids::CaseId;
use domain::question::Reading;
use domain::question::reader_outlives_erasure;
use futures::future::ready;
use futures::{StreamExt, TryStreamExt};
use jiff::Timestamp;
use jiff::civil::Date;
use runtime::Fault;

impl Access {
    /// Notes who read what. Call it before the answer leaves: if this fails, nothing may be shown. It fails
    /// once the case is erased, so that no look is left behind what an erasure has forgotten.
    pub async fn note_read(&self, case: Unerased<'_>, reading: &Reading) -> Result<(), Fault> {
        const DOING: &str = "noting a read";
        let sk = format!("{}#{}", reading.at, runtime::random_word());
        let mut item = with(keyed(looks_pk(case.id), sk), "body", json(DOING, reading)?);
        item = with(item, "read_on", text(london(reading.at).date().to_string()));
        let parts = vec![case.part(), self.table.put(item).part()];
        match self.table.transact(DOING, parts).await? {
            Outcome::Written => Ok(()),
            Outcome::Clashed(_) => Err(Fault::busy(DOING, "the case has been erased")),
        }
    }

    /// Who read what of a case, oldest first.
    pub async fn readings(&self, case: &CaseId) -> Result<Vec<Reading>, Fault> {
        const DOING: &str = "reading the access log";
        let looks = self.looks(DOING, case).items();
        let named = looks.try_filter(|look| ready(look.contains_key("body")));
        named.map(|look| read_json(DOING, &look?, "body")).try_collect().await
    }

    /// The looks of one day of London time, each with its case and its hash.
    pub async fn reading_hashes_on(&self, day: Date) -> Result<Vec<(CaseId, String)>, Fault> {
        const DOING: &str = "reading a day's access log";
        let looks = self.table.index(DOING, "reads", "read_on", day.to_string());
        let hash = |look: &Item| {
            let case = read_text(DOING, look, "pk")?.trim_start_matches("READ#").parse();
            Ok((case.map_err(|_| Fault::broken(DOING, "pk is not a case's"))?, hash_of(look)?))
        };
        let mut hashes = looks.collect(hash).await?;
        hashes.sort();
        Ok(hashes)
    }

    /// The looks at a case, each with its time and its hash.
    pub async fn reading_hashes(&self, case: &CaseId) -> Result<Vec<(Timestamp, String)>, Fault> {
        const DOING: &str = "reading the access log";
        let hash = |look: &Item| {
            let sk = read_text(DOING, look, "sk")?;
            let at = sk.split('#').next().unwrap_or_default().parse();
            Ok((at.map_err(|_| Fault::broken(DOING, "sk has no time"))?, hash_of(look)?))
        };
        self.looks(DOING, case).collect(hash).await
    }

    /// Removes from an erased case's access log those readers who could imply a condition: its
    /// doctors and specialists. That someone looked, and when, remains.
    pub async fn forget_readers(&self, case: &CaseId) -> Result<(), Fault> {
        const DOING: &str = "erasing readers";
        let mut looks = self.looks(DOING, case).items();
        while let Some(mut look) = looks.try_next().await? {
            let Ok(reading) = read_json::<Reading>(DOING, &look, "body") else {
                continue;
            };
            if !reader_outlives_erasure(&reading.who) {
                look.remove("body");
                self.table.put(look).send(DOING).await?;
            }
        }
        Ok(())
    }

    fn looks(&self, doing: &'static str, case: &CaseId) -> Query {
        self.table.under(doing, looks_pk(case))
    }
}

fn looks_pk(case: &CaseId) -> String {
    format!("READ#{case}")
}

/// The hash of a look's time and body. Without its reader a look has another hash.
fn hash_of(item: &Item) -> Result<String, Fault> {
    let sk = read_text("hashing a look", item, "sk")?;
    let body = read_text("hashing a look", item, "body").unwrap_or_default();
    Ok(digest(&format!("{sk}\n{body}")))
}
