//! A write: described once, then sent by itself or as a part of a transaction.

use super::{Outcome, Table};
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
/// A part needs a table and an item or a key; the update also needs its change.
const COMPLETE: &str = "each part is built with all that it needs";

/// A write that has not been sent. Its change and its condition are in DynamoDB's own words; names
/// that are reserved there are written as `#name`, values as `:value`.
#[derive(Debug, Clone)]
pub(crate) struct Write {
    table: Table,
    action: Action,
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

impl Table {
    /// Writes an item, over the one that is there.
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

    /// A part that writes nothing, but fails its transaction unless the item is as it says.
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
        Write { table: self.clone(), action, condition: None, names: None, values: None }
    }
}

impl Write {
    pub fn when(mut self, condition: &str) -> Self {
        self.condition = Some(condition.to_owned());
        self
    }

    pub fn name(mut self, placeholder: &str, name: &str) -> Self {
        self.names.get_or_insert_default().insert(placeholder.to_owned(), name.to_owned());
        self
    }

    pub fn value(mut self, placeholder: &str, value: AttributeValue) -> Self {
        self.values.get_or_insert_default().insert(placeholder.to_owned(), value);
        self
    }

    /// Sends the write by itself. A condition that fails is a fault.
    pub async fn send(self, doing: &'static str) -> Result<(), Fault> {
        match self.attempt(doing).await? {
            Outcome::Written => Ok(()),
            Outcome::Clashed(_) => Err(Fault::broken(doing, CONDITION_FAILED)),
        }
    }

    /// Sends the write by itself, where it is as likely as not that its condition fails.
    pub async fn attempt(self, doing: &'static str) -> Result<Outcome, Fault> {
        let left = self.alone(doing, None).await?;
        Ok(left.map_or(Outcome::Clashed(vec![0]), |_| Outcome::Written))
    }

    /// Sends an update by itself. Returns the item as it left it, or nothing if its condition failed.
    pub async fn read_back(self, doing: &'static str) -> Result<Option<Item>, Fault> {
        self.alone(doing, Some(ReturnValue::AllNew)).await
    }

    async fn alone(
        self,
        doing: &'static str,
        returned: Option<ReturnValue>,
    ) -> Result<Option<Item>, Fault> {
        let Self { table: Table { client, name }, action, condition, names, values } = self;
        match action {
            Action::Put(item) => {
                let put = client.put_item().table_name(name).set_item(Some(item));
                let put = put.set_condition_expression(condition);
                let put = put.set_expression_attribute_names(names);
                let put = put.set_expression_attribute_values(values);
                let sent = put.set_return_values(returned).send().await;
                on_condition(doing, sent.map(|answer| answer.attributes))
            }
            Action::Update { key, change } => {
                let update = client.update_item().table_name(name).set_key(Some(key));
                let update = update.update_expression(change).set_condition_expression(condition);
                let update = update.set_expression_attribute_names(names);
                let update = update.set_expression_attribute_values(values);
                let sent = update.set_return_values(returned).send().await;
                on_condition(doing, sent.map(|answer| answer.attributes))
            }
            Action::Delete(key) => {
                let delete = client.delete_item().table_name(name).set_key(Some(key));
                let delete = delete.set_condition_expression(condition);
                let delete = delete.set_expression_attribute_names(names);
                let delete = delete.set_expression_attribute_values(values);
                let sent = delete.set_return_values(returned).send().await;
                on_condition(doing, sent.map(|answer| answer.attributes))
            }
        }
    }

    /// The write as one of a transaction, which says by position what became of it.
    pub fn part(self) -> TransactWriteItem {
        let Self { table: Table { name, .. }, action, condition, names, values } = self;
        let part = TransactWriteItem::builder();
        match action {
            Action::Put(item) => {
                let put = Put::builder().table_name(name).set_item(Some(item));
                let put = put.set_condition_expression(condition);
                let put = put.set_expression_attribute_names(names);
                let put = put.set_expression_attribute_values(values);
                part.put(put.build().expect(COMPLETE)).build()
            }
            Action::Update { key, change } => {
                let update = Update::builder().table_name(name).set_key(Some(key));
                let update = update.update_expression(change).set_condition_expression(condition);
                let update = update.set_expression_attribute_names(names);
                let update = update.set_expression_attribute_values(values);
                part.update(update.build().expect(COMPLETE)).build()
            }
            Action::Delete(key) => {
                let delete = Delete::builder().table_name(name).set_key(Some(key));
                let delete = delete.set_condition_expression(condition);
                let delete = delete.set_expression_attribute_names(names);
                let delete = delete.set_expression_attribute_values(values);
                part.delete(delete.build().expect(COMPLETE)).build()
            }
        }
    }
}

/// What the write left behind, or nothing if its condition failed.
fn on_condition<E: ProvideErrorMetadata>(
    doing: &'static str,
    sent: Result<Option<Item>, SdkError<E, HttpResponse>>,
) -> Result<Option<Item>, Fault> {
    match sent {
        Ok(left) => Ok(Some(left.unwrap_or_default())),
        Err(error) if error.code() == Some(CONDITION_FAILED) => Ok(None),
        Err(error) => Err(Fault::from_sdk(doing, &error)),
    }
}
