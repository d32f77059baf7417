//! The access log: who read what, an item for each look.

use super::{Access, digest};
use crate::item::{Item, json, keyed, read_json, read_text, text, with};
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use domain::calendar::london;
use domain::ids::CaseId;
use domain::question::Reading;
use domain::question::reader_outlives_erasure;
use jiff::Timestamp;
use jiff::civil::Date;
use runtime::Fault;

impl Access {
    /// Notes who read what. Called before the answer leaves: if it cannot be written, the read fails.
    pub async fn note_read(&self, case: &CaseId, reading: &Reading) -> Result<(), Fault> {
        const DOING: &str = "noting a read";
        let sk = format!("{}#{}", reading.at, runtime::random_word());
        let mut item = with(keyed(format!("READ#{case}"), sk), "body", json(DOING, reading)?);
        item = with(item, "read_on", text(london(reading.at).date().to_string()));
        self.put(DOING, item).await
    }

    /// The looks of one day of London: each with its case and the hash of what stands there.
    pub async fn reads_on(&self, day: Date) -> Result<Vec<(CaseId, String)>, Fault> {
        const DOING: &str = "reading a day's access log";
        let mut items = self
            .client
            .query()
            .table_name(&self.table)
            .index_name("reads")
            .key_condition_expression("read_on = :day")
            .expression_attribute_values(":day", text(day.to_string()))
            .into_paginator()
            .items()
            .send();
        let mut reads = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| Fault::from_sdk(DOING, &error))?;
            let case = read_text(DOING, &item, "pk")?.trim_start_matches("READ#").parse();
            let case = case.map_err(|_| Fault::broken(DOING, "bad case id"))?;
            reads.push((case, hash_of(&item)?));
        }
        reads.sort();
        Ok(reads)
    }

    /// The looks at a case, each with its time and the hash of what stands there.
    pub async fn read_hashes(&self, case: &CaseId) -> Result<Vec<(Timestamp, String)>, Fault> {
        const DOING: &str = "reading the access log";
        let mut items = self.read_items(case).into_paginator().items().send();
        let mut hashes = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| Fault::from_sdk(DOING, &error))?;
            let sk = read_text(DOING, &item, "sk")?;
            let at = sk.split('#').next().unwrap_or_default().parse();
            let at = at.map_err(|_| Fault::broken(DOING, "bad time"))?;
            hashes.push((at, hash_of(&item)?));
        }
        Ok(hashes)
    }

    /// Takes the names of those readers out of an erased case's access log who would tell of a
    /// condition: its doctors and specialists. That someone looked, and when, stays.
    pub async fn forget_readers(&self, case: &CaseId) -> Result<(), Fault> {
        const DOING: &str = "erasing readers";
        let mut items = self.read_items(case).into_paginator().items().send();
        while let Some(item) = items.next().await {
            let mut item = item.map_err(|error| Fault::from_sdk(DOING, &error))?;
            let Ok(reading) = read_json::<Reading>(DOING, &item, "body") else {
                continue;
            };
            if reader_outlives_erasure(&reading.who) {
                continue;
            }
            item.remove("body");
            self.put(DOING, item).await?;
        }
        Ok(())
    }

    /// Who read what of a case, oldest first.
    pub async fn reads(&self, case: &CaseId) -> Result<Vec<Reading>, Fault> {
        const DOING: &str = "reading the access log";
        let mut items = self.read_items(case).into_paginator().items().send();
        let mut reads = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| Fault::from_sdk(DOING, &error))?;
            if item.contains_key("body") {
                reads.push(read_json(DOING, &item, "body")?);
            }
        }
        Ok(reads)
    }

    fn read_items(&self, case: &CaseId) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(format!("READ#{case}")))
            .consistent_read(true)
    }
}

/// What stands in a look, and when it was.
fn hash_of(item: &Item) -> Result<String, Fault> {
    let sk = read_text("hashing a look", item, "sk")?;
    let body = read_text("hashing a look", item, "body").unwrap_or_default();
    Ok(digest(&format!("{sk}\n{body}")))
}
