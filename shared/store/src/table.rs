//! A table of DynamoDB, and the few ways in which each of our tables is read and written. How
//! DynamoDB is called, and what its answers mean, is written here and nowhere else.

mod batch;
mod contention;
mod query;
#[cfg(test)]
mod tests;
mod write;

use contention::{Attempt, without_conflict};
pub(crate) use query::Query;
pub(crate) use write::Write;

use crate::item::{Item, read_json};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{CancellationReason, TransactWriteItem};
use runtime::{Aws, Fault};
use serde::de::DeserializeOwned;

/// DynamoDB's own limit on the writes of one transaction.
pub(crate) const TRANSACTION_WRITES_MAX: usize = 100;

/// A table, by its name. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    client: Client,
    name: String,
}

/// What became of a write, or of the writes of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub(crate) enum Outcome {
    Written,
    /// Nothing was written, because the conditions of the writes at these positions failed.
    Clashed(Vec<usize>),
}

impl Table {
    /// A table whose calls are counted as steps of the request that makes them.
    pub fn new(aws: &Aws, name: String) -> Self {
        let client = aws.client(|aws| {
            let config = aws_sdk_dynamodb::config::Builder::from(&aws.config);
            Client::from_conf(config.interceptor(aws.steps).build())
        });
        Self { client, name }
    }

    /// Another table of the same stack, for a transaction over both.
    pub fn beside(&self, name: &str) -> Self {
        Self { client: self.client.clone(), name: name.to_owned() }
    }

    /// The item as it is now, if there is one.
    pub async fn get(&self, doing: &'static str, key: Item) -> Result<Option<Item>, Fault> {
        let get = self.client.get_item().table_name(&self.name).set_key(Some(key));
        let answer = get.consistent_read(true).send().await;
        Ok(answer.map_err(|error| Fault::from_sdk(doing, &error))?.item)
    }

    /// The body of an item, if there is one.
    pub async fn read<T: DeserializeOwned>(
        &self,
        doing: &'static str,
        key: Item,
    ) -> Result<Option<T>, Fault> {
        self.get(doing, key).await?.map(|item| read_json(doing, &item, "body")).transpose()
    }

    /// Writes all parts or none of them. They may be parts of several tables.
    pub async fn transact(
        &self,
        doing: &'static str,
        writes: Vec<TransactWriteItem>,
    ) -> Result<Outcome, Fault> {
        if writes.len() > TRANSACTION_WRITES_MAX {
            return Err(Fault::broken(doing, "more than a hundred writes"));
        }
        without_conflict(doing, async || self.transact_once(doing, writes.clone()).await).await
    }

    async fn transact_once(
        &self,
        doing: &'static str,
        writes: Vec<TransactWriteItem>,
    ) -> Result<Attempt<Outcome>, Fault> {
        let sent = self.client.transact_write_items().set_transact_items(Some(writes)).send().await;
        sent.map_or_else(
            |error| not_written(doing, &error),
            |_| Ok(Attempt::Done(Outcome::Written)),
        )
    }
}

fn not_written(
    doing: &'static str,
    error: &SdkError<TransactWriteItemsError, HttpResponse>,
) -> Result<Attempt<Outcome>, Fault> {
    use TransactWriteItemsError::TransactionCanceledException as Cancelled;
    let Some(Cancelled(cancelled)) = error.as_service_error() else {
        return Err(Fault::from_sdk(doing, error));
    };
    match Cancellation::of(cancelled.cancellation_reasons()) {
        Cancellation::Clashed(positions) => Ok(Attempt::Done(Outcome::Clashed(positions))),
        Cancellation::Conflict => Ok(Attempt::Conflict),
        Cancellation::Throttled => Err(Fault::busy(doing, "transaction throttled")),
        Cancellation::Broken(code) => Err(Fault::broken(doing, code)),
    }
}

/// Why a whole transaction was cancelled.
#[derive(Debug, PartialEq, Eq)]
enum Cancellation {
    /// Conditions of ours failed, at these positions. The same transaction would fail again.
    Clashed(Vec<usize>),
    /// Another transaction was writing one of the items. The same one may succeed in a moment.
    Conflict,
    Throttled,
    /// DynamoDB will never accept this transaction. The code says why.
    Broken(String),
}

impl Cancellation {
    /// DynamoDB gives a reason for each write, by position; its code is `None` where the write was
    /// not to blame. A failed condition outweighs all else, because the caller can decide again by
    /// it. A broken write outweighs a busy one, because trying again would not help.
    fn of(reasons: &[CancellationReason]) -> Self {
        let (mut clashed, mut throttled) = (Vec::new(), false);
        let mut broken = None;
        for (position, reason) in reasons.iter().enumerate() {
            match reason.code().unwrap_or("None") {
                "ConditionalCheckFailed" => clashed.push(position),
                "ThrottlingError" | "ProvisionedThroughputExceeded" => throttled = true,
                "None" | "TransactionConflict" => {}
                code => broken = Some(code.to_owned()),
            }
        }
        match broken {
            _ if !clashed.is_empty() => Self::Clashed(clashed),
            Some(code) => Self::Broken(code),
            None if throttled => Self::Throttled,
            None => Self::Conflict,
        }
    }
}
