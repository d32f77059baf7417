//! A write: it is described once, and then sent by itself or as a part of a transaction.

use super::{Attempt, Outcome, Table, without_conflict};
use crate::item::Item;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::types::{
    AttributeValue, ConditionCheck, Delete, Put, ReturnValue, TransactWriteItem, Update,
};
use runtime::Fault;
use std::collections::HashMap;

/// What DynamoDB answers to a single write whose condition failed.
const CONDITION_FAILED: &str = "ConditionalCheckFailedException";
/// And where a transaction was writing the item at that moment.
const CONFLICT: &str = "TransactionConflictException";
/// The SDK asks for a table, and an item or a key, and a change or a condition where there must be
/// one.
const COMPLETE: &str = "every part is given all that the SDK asks for";

/// A write that has not been sent yet. Its change and its condition are DynamoDB expressions, in
/// which `#name` is for names that are reserved words and `:value` for values.
#[derive(Debug, Clone)]
pub(crate) struct Write {
    table: Table,
    action: Action,
    terms: Terms,
}

#[derive(Debug, Clone, Default)]
struct Terms {
    condition: Option<String>,
    names: Option<HashMap<String, String>>,
    values: Option<HashMap<String, AttributeValue>>,
}

#[derive(Debug, Clone)]
enum Action {
    Put(Item),
    Update { key: Item, change: String },
    Delete(Item),
}

/// The SDK has a builder for each kind of write, alone and in a transaction. They share these
/// setters, but no trait.
macro_rules! on_terms {
    ($builder:expr, $terms:expr) => {
        $builder
            .set_condition_expression($terms.condition)
            .set_expression_attribute_names($terms.names)
            .set_expression_attribute_values($terms.values)
    };
}

impl Table {
    /// Writes an item, and replaces the one that may be there.
    pub fn put(&self, item: Item) -> Write {
        self.write(Action::Put(item))
    }

    /// Writes an item unless there is one already.
    pub fn put_once(&self, item: Item) -> Write {
        self.put(item).when("attribute_not_exists(pk)")
    }

    pub fn update(&self, key: Item, change: &str) -> Write {
        self.write(Action::Update { key, change: change.to_owned() })
    }

    pub fn delete(&self, key: Item) -> Write {
        self.write(Action::Delete(key))
    }

    /// A part that writes nothing and fails its transaction unless the condition holds.
    pub fn check<const N: usize>(
        &self,
        key: Item,
        condition: &str,
        values: [(&str, AttributeValue); N],
    ) -> TransactWriteItem {
        let mut check = ConditionCheck::builder().table_name(&self.name).set_key(Some(key));
        for (placeholder, value) in values {
            check = check.expression_attribute_values(placeholder, value);
        }
        let check = check.condition_expression(condition).build().expect(COMPLETE);
        TransactWriteItem::builder().condition_check(check).build()
    }

    fn write(&self, action: Action) -> Write {
        Write { table: self.clone(), action, terms: Terms::default() }
    }
}

impl Write {
    pub fn when(mut self, condition: &str) -> Self {
        self.terms.condition = Some(condition.to_owned());
        self
    }

    pub fn name(mut self, placeholder: &str, name: &str) -> Self {
        self.terms.names.get_or_insert_default().insert(placeholder.to_owned(), name.to_owned());
        self
    }

    pub fn value(mut self, placeholder: &str, value: AttributeValue) -> Self {
        self.terms.values.get_or_insert_default().insert(placeholder.to_owned(), value);
        self
    }

    /// Sends the write by itself. If its condition fails, that is a fault.
    pub async fn send(self, doing: &'static str) -> Result<(), Fault> {
        match self.attempt(doing).await? {
            Outcome::Written => Ok(()),
            Outcome::Clashed(_) => Err(Fault::broken(doing, CONDITION_FAILED)),
        }
    }

    /// Sends the write by itself. If its condition fails, that is one of the outcomes.
    pub async fn attempt(self, doing: &'static str) -> Result<Outcome, Fault> {
        let left = self.alone_again(doing, None).await?;
        Ok(left.map_or(Outcome::Clashed(vec![0]), |_| Outcome::Written))
    }

    /// Sends an update by itself and returns the item as it is afterwards, or nothing if the
    /// condition failed.
    pub async fn read_back(self, doing: &'static str) -> Result<Option<Item>, Fault> {
        self.alone_again(doing, Some(ReturnValue::AllNew)).await
    }

    async fn alone_again(
        self,
        doing: &'static str,
        returned: Option<ReturnValue>,
    ) -> Result<Option<Item>, Fault> {
        without_conflict(doing, async || self.clone().alone(doing, returned.clone()).await).await
    }

    async fn alone(
        self,
        doing: &'static str,
        returned: Option<ReturnValue>,
    ) -> Result<Attempt<Option<Item>>, Fault> {
        let Self { table: Table { client, name }, action, terms } = self;
        match action {
            Action::Put(item) => {
                let put = client.put_item().table_name(name).set_item(Some(item));
                let sent = on_terms!(put.set_return_values(returned), terms).send().await;
                left(doing, sent.map(|answer| answer.attributes))
            }
            Action::Update { key, change } => {
                let update = client.update_item().table_name(name).set_key(Some(key));
                let update = update.update_expression(change).set_return_values(returned);
                let sent = on_terms!(update, terms).send().await;
                left(doing, sent.map(|answer| answer.attributes))
            }
            Action::Delete(key) => {
                let delete = client.delete_item().table_name(name).set_key(Some(key));
                let sent = on_terms!(delete.set_return_values(returned), terms).send().await;
                left(doing, sent.map(|answer| answer.attributes))
            }
        }
    }

    /// The write as a part of a transaction.
    pub fn part(self) -> TransactWriteItem {
        let Self { table: Table { name, .. }, action, terms } = self;
        let part = TransactWriteItem::builder();
        let part = match action {
            Action::Put(item) => {
                let put = Put::builder().table_name(name).set_item(Some(item));
                part.put(on_terms!(put, terms).build().expect(COMPLETE))
            }
            Action::Update { key, change } => {
                let update = Update::builder().table_name(name).set_key(Some(key));
                let update = update.update_expression(change);
                part.update(on_terms!(update, terms).build().expect(COMPLETE))
            }
            Action::Delete(key) => {
                let delete = Delete::builder().table_name(name).set_key(Some(key));
                part.delete(on_terms!(delete, terms).build().expect(COMPLETE))
            }
        };
        part.build()
    }
}

/// What the write left behind, or nothing if its condition failed.
fn left<E: ProvideErrorMetadata>(
    doing: &'static str,
    sent: Result<Option<Item>, SdkError<E, HttpResponse>>,
) -> Result<Attempt<Option<Item>>, Fault> {
    match sent {
        Ok(left) => Ok(Attempt::Done(Some(left.unwrap_or_default()))),
        Err(error) => match error.code() {
            Some(CONDITION_FAILED) => Ok(Attempt::Done(None)),
            Some(CONFLICT) => Ok(Attempt::Conflict),
            _ => Err(Fault::from_sdk(doing, &error)),
        },
    }
}
