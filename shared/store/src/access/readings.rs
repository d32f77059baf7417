//! The access log: who read what, an item for each look.

use super::Access;
use crate::item::{json, keyed, read_json, text, with};
use domain::ids::CaseId;
use domain::question::Reading;
use runtime::Fault;

impl Access {
    /// Notes who read what. Called before the answer leaves: if it cannot be written, the read fails.
    pub async fn note_read(&self, case: &CaseId, reading: &Reading) -> Result<(), Fault> {
        const DOING: &str = "noting a read";
        let sk = format!("{}#{}", reading.at, runtime::random_word());
        let item = with(keyed(format!("READ#{case}"), sk), "body", json(DOING, reading)?);
        self.put(DOING, item).await
    }

    /// Who read what of a case, oldest first.
    pub async fn reads(&self, case: &CaseId) -> Result<Vec<Reading>, Fault> {
        const DOING: &str = "reading the access log";
        let mut items = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(format!("READ#{case}")))
            .consistent_read(true)
            .into_paginator()
            .items()
            .send();
        let mut reads = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| Fault::from_sdk(DOING, &error))?;
            reads.push(read_json(DOING, &item, "body")?);
        }
        Ok(reads)
    }
}
