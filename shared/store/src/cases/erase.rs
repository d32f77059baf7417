//! What an erasure does to a log: most records lose their content and keep their place and hash.

use super::{Cases, content, event_sk, pk};
use crate::item::{keyed, text};
use domain::ids::CaseId;
use domain::question::outlives_erasure;
use futures::TryStreamExt;
use runtime::Fault;

/// How far the erasure of a log has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ContentCount {
    pub records: u64,
    /// Records without content.
    pub dropped: u64,
    /// Records that should have lost their content but have not yet.
    pub left: u64,
}

impl Cases {
    /// Removes the content of every record that must not outlive an erasure. Safe to repeat.
    pub async fn drop_contents(&self, id: &CaseId) -> Result<ContentCount, Fault> {
        const DOING: &str = "erasing a log";
        let mut records = self.records(DOING, id).items();
        let mut count = ContentCount::default();
        while let Some(item) = records.try_next().await? {
            count.records += 1;
            if let Some(recorded) = content(&item)? {
                if outlives_erasure(&recorded) {
                    continue;
                }
                self.drop_content(id, recorded.sequence).await?;
            }
            count.dropped += 1;
        }
        Ok(count)
    }

    /// Counts the records of an erased case, and how many have lost their content.
    pub async fn count_dropped(&self, id: &CaseId) -> Result<ContentCount, Fault> {
        const DOING: &str = "reading an erased log";
        let mut records = self.records(DOING, id).items();
        let mut count = ContentCount::default();
        while let Some(item) = records.try_next().await? {
            count.records += 1;
            match content(&item)? {
                None => count.dropped += 1,
                Some(recorded) => {
                    count.left += u64::from(!outlives_erasure(&recorded));
                }
            }
        }
        Ok(count)
    }

    async fn drop_content(&self, id: &CaseId, sequence: u64) -> Result<(), Fault> {
        let update = self.table.update(keyed(pk(id), event_sk(sequence)), "REMOVE #record");
        update
            .when("attribute_exists(pk) AND #case = :case")
            .name("#record", "record")
            .name("#case", "case")
            .value(":case", text(id.as_str()))
            .send("erasing a record")
            .await
    }
}
