//! Many items by their keys, in as few calls as DynamoDB takes them.

use super::Table;
use crate::item::Item;
use aws_sdk_dynamodb::types::KeysAndAttributes;
use futures::future::try_join_all;
use runtime::{Fault, wait_before_again};

/// DynamoDB's own limit on the keys of one call.
const KEYS_MAX: usize = 100;
/// Calls in a row for the same keys, when an answer leaves some of them out.
const ATTEMPTS_MAX: u32 = 8;

impl Table {
    /// Those of the items that are there, as they are now, in no order.
    pub async fn get_all(&self, doing: &'static str, keys: Vec<Item>) -> Result<Vec<Item>, Fault> {
        let batches = keys.chunks(KEYS_MAX).map(|batch| self.get_batch(doing, batch.to_vec()));
        Ok(try_join_all(batches).await?.concat())
    }

    /// An answer may leave keys out, for its size or because it is throttled: they are asked for again.
    async fn get_batch(&self, doing: &'static str, keys: Vec<Item>) -> Result<Vec<Item>, Fault> {
        let (mut keys, mut found) = (keys, Vec::new());
        for made in 1..=ATTEMPTS_MAX {
            let wanted = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true);
            let wanted = wanted.build().map_err(|_| Fault::broken(doing, "no keys"))?;
            let sent = self.client.batch_get_item().request_items(&self.name, wanted).send().await;
            let answer = sent.map_err(|error| Fault::from_sdk(doing, &error))?;
            let answered = answer.responses.and_then(|mut tables| tables.remove(&self.name));
            found.extend(answered.into_iter().flatten());
            let left = answer.unprocessed_keys.and_then(|mut left| left.remove(&self.name));
            keys = left.map(|left| left.keys).unwrap_or_default();
            if keys.is_empty() {
                return Ok(found);
            }
            if !wait_before_again(made).await {
                break;
            }
        }
        Err(Fault::busy(doing, "some items were left out"))
    }
}
