//! A query: the items under one key, ordered by their sort keys, all of them or the first ones.

use super::Table;
use crate::item::{Item, read_json, text};
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, Select};
use futures::stream::{BoxStream, StreamExt, TryStreamExt, poll_fn};
use runtime::Fault;
use serde::de::DeserializeOwned;

/// Items as they come. A page is asked for only when the one before is used up, so a long list is
/// never held in memory as a whole.
pub(crate) type Items = BoxStream<'static, Result<Item, Fault>>;

/// A query that has not been sent yet.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    doing: &'static str,
    request: QueryFluentBuilder,
    /// The condition on the keys, a DynamoDB expression.
    keys: String,
}

impl Table {
    /// The items under a partition key, as they are now.
    pub fn under(&self, doing: &'static str, pk: impl Into<String>) -> Query {
        let request = self.client.query().table_name(&self.name).consistent_read(true);
        let request = request.expression_attribute_values(":pk", text(pk));
        Query { doing, request, keys: "pk = :pk".to_owned() }
    }

    /// The items that have a value in the key of an index. An index may be a moment behind its
    /// table.
    pub fn index(
        &self,
        doing: &'static str,
        index: &str,
        key: &str,
        value: impl Into<String>,
    ) -> Query {
        let request = self.client.query().table_name(&self.name).index_name(index);
        let request = request.expression_attribute_names("#key", key);
        let request = request.expression_attribute_values(":key", text(value));
        Query { doing, request, keys: "#key = :key".to_owned() }
    }

    /// One attribute of every item that meets the condition on `:value`. This reads the whole
    /// table.
    pub fn scan(
        &self,
        doing: &'static str,
        condition: &str,
        value: AttributeValue,
        attribute: &str,
    ) -> Items {
        let scan = self.client.scan().table_name(&self.name).filter_expression(condition);
        let scan = scan.expression_attribute_values(":value", value);
        let scan = scan.projection_expression("#attribute");
        let scan = scan.expression_attribute_names("#attribute", attribute);
        let mut items = scan.into_paginator().items().send();
        poll_fn(move |context| items.poll_next(context))
            .map_err(move |error| Fault::from_sdk(doing, &error))
            .boxed()
    }
}

impl Query {
    /// Only the items whose sort keys begin with the prefix.
    pub fn beginning(self, prefix: &str) -> Self {
        self.and("begins_with(sk, :prefix)", [(":prefix", text(prefix))])
    }

    /// A further condition on the keys.
    pub fn and<const N: usize>(mut self, keys: &str, values: [(&str, AttributeValue); N]) -> Self {
        self.keys = format!("{} AND {keys}", self.keys);
        for (placeholder, value) in values {
            self.request = self.request.expression_attribute_values(placeholder, value);
        }
        self
    }

    /// Leaves out items that do not meet the condition. They are read all the same.
    pub fn filter(mut self, condition: &str) -> Self {
        self.request = self.request.filter_expression(condition);
        self
    }

    /// Halves the price of the read. What was written a moment ago may be missing.
    pub fn eventual(mut self) -> Self {
        self.request = self.request.set_consistent_read(None);
        self
    }

    pub fn items(self) -> Items {
        let doing = self.doing;
        let mut items = self.ready().into_paginator().items().send();
        poll_fn(move |context| items.poll_next(context))
            .map_err(move |error| Fault::from_sdk(doing, &error))
            .boxed()
    }

    /// The bodies of all items.
    pub async fn read<T: DeserializeOwned>(self) -> Result<Vec<T>, Fault> {
        let doing = self.doing;
        self.collect(|item| read_json(doing, item, "body")).await
    }

    /// All items, each as `read` understands it.
    pub async fn collect<T>(
        self,
        read: impl Fn(&Item) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        self.items().map(|item| read(&item?)).try_collect().await
    }

    /// The first items, at most `most` of them, in one call.
    pub async fn first(self, most: usize) -> Result<Vec<Item>, Fault> {
        let doing = self.doing;
        let page = self.ready().limit(i32::try_from(most).unwrap_or(i32::MAX)).send().await;
        Ok(page.map_err(|error| Fault::from_sdk(doing, &error))?.items.unwrap_or_default())
    }

    /// How many items there are.
    pub async fn count(self) -> Result<usize, Fault> {
        let doing = self.doing;
        let mut pages = self.ready().select(Select::Count).into_paginator().send();
        let mut count = 0;
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| Fault::from_sdk(doing, &error))?;
            count += usize::try_from(page.count()).unwrap_or_default();
        }
        Ok(count)
    }

    fn ready(self) -> QueryFluentBuilder {
        self.request.key_condition_expression(self.keys)
    }
}
