//! What erasure does to a log: the content of most records goes, their place and hash stay.

use super::{Cases, event_sk, pk};
use crate::item::{keyed, text};
use domain::ids::CaseId;
use domain::question::outlives_erasure;
use runtime::Fault;

/// Records that were looked at, those whose content is there no more, and those where it should not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dropped {
    pub records: u64,
    pub dropped: u64,
    pub left: u64,
}

impl Cases {
    /// Drops the content of every record that does not outlive an erasure. Safe to repeat.
    pub async fn drop_contents(&self, id: &CaseId) -> Result<Dropped, Fault> {
        const DOING: &str = "erasing a log";
        let mut items = self.records(id).into_paginator().items().send();
        let mut count = Dropped::default();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| Fault::from_sdk(DOING, &error))?;
            count.records += 1;
            if let Some(recorded) = super::content(&item)? {
                if outlives_erasure(&recorded) {
                    continue;
                }
                self.drop_content(id, recorded.sequence).await?;
            }
            count.dropped += 1;
        }
        Ok(count)
    }

    /// How many records there are, and how far their contents are gone.
    pub async fn count_dropped(&self, id: &CaseId) -> Result<Dropped, Fault> {
        const DOING: &str = "reading an erased log";
        let mut items = self.records(id).into_paginator().items().send();
        let mut count = Dropped::default();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| Fault::from_sdk(DOING, &error))?;
            count.records += 1;
            match super::content(&item)? {
                None => count.dropped += 1,
                Some(recorded) => {
                    count.left += u64::from(!outlives_erasure(&recorded));
                }
            }
        }
        Ok(count)
    }

    async fn drop_content(&self, id: &CaseId, sequence: u64) -> Result<(), Fault> {
        self.client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keyed(pk(id), event_sk(sequence))))
            .update_expression("REMOVE #record")
            .condition_expression("attribute_exists(pk) AND #case = :case")
            .expression_attribute_names("#record", "record")
            .expression_attribute_names("#case", "case")
            .expression_attribute_values(":case", text(id.as_str()))
            .send()
            .await
            .map_err(|error| Fault::from_sdk("erasing a record", &error))?;
        Ok(())
    }
}
