//! The ledger: contracts, head counts, charges, runs, invoices and the counter of their numbers.

use crate::item::{Item, json, keyed, number, read_json, read_number, text, with};
use aws_sdk_dynamodb::Client as Dynamo;
use aws_sdk_dynamodb::types::{ConditionCheck, Put, TransactWriteItem, Update};
use domain::billing::{Charge, Contract, Draft, HeadCount, Invoice, Month};
use domain::ids::ClientId;
use jiff::Timestamp;
use runtime::{Aws, Fault};
use serde::de::DeserializeOwned;

/// The Ledger table.
#[derive(Debug, Clone)]
pub struct Ledger {
    client: Dynamo,
    table: String,
}

/// Why the ledger refused.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("the month is closed")]
    MonthClosed,
    #[error("that is already in the ledger")]
    AlreadyThere,
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Ledger {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { client: crate::client(aws), table }
    }

    /// The clients that have a contract, in the order in which their invoices are numbered.
    pub async fn clients(&self) -> Result<Vec<ClientId>, Fault> {
        const DOING: &str = "listing clients";
        let items = self.query(DOING, "CLIENTS".to_owned(), "").await?;
        items.iter().map(|item| read_json(DOING, item, "body")).collect()
    }

    pub async fn contracts(&self, client: &ClientId) -> Result<Vec<Contract>, Fault> {
        self.list("reading contracts", client_pk(client), "CONTRACT#").await
    }

    /// In the order in which they were declared.
    pub async fn head_counts(&self, client: &ClientId) -> Result<Vec<HeadCount>, Fault> {
        self.list("reading head counts", client_pk(client), "COUNT#").await
    }

    pub async fn charges(&self, client: &ClientId, month: Month) -> Result<Vec<Charge>, Fault> {
        self.list("reading charges", client_pk(client), &format!("CHARGE#{month}#")).await
    }

    pub async fn invoice(&self, client: &ClientId, month: Month) -> Result<Option<Invoice>, Fault> {
        self.read("reading an invoice", client_pk(client), format!("INVOICE#{month}")).await
    }

    /// A new contract; the client is listed from then on. A contract is never written over.
    pub async fn put_contract(&self, contract: &Contract) -> Result<(), LedgerError> {
        const DOING: &str = "writing a contract";
        let item = keyed(client_pk(&contract.client), format!("CONTRACT#{}", contract.id));
        let item = with(item, "body", json(DOING, contract)?);
        if self.transact(DOING, vec![self.put_once(DOING, item)?]).await?.is_some() {
            return Err(LedgerError::AlreadyThere);
        }
        let listed = keyed("CLIENTS", contract.client.as_str());
        Ok(self.put(DOING, with(listed, "body", json(DOING, &contract.client)?)).await?)
    }

    pub async fn declare_heads(
        &self,
        client: &ClientId,
        count: &HeadCount,
        now: Timestamp,
    ) -> Result<(), Fault> {
        const DOING: &str = "declaring heads";
        let item = keyed(client_pk(client), format!("COUNT#{now}"));
        self.put(DOING, with(item, "body", json(DOING, count)?)).await
    }

    /// Writes a charge once, while its month is open. A charge that is there already stays where it
    /// is, also when it is heard of again after its month has closed.
    pub async fn put_charge(&self, charge: &Charge, month: Month) -> Result<(), LedgerError> {
        const DOING: &str = "writing a charge";
        let sk = format!("CHARGE#{month}#{}#{:06}", charge.case, charge.sequence);
        let item = with(keyed(client_pk(&charge.client), sk), "body", json(DOING, charge)?);
        let open = ConditionCheck::builder()
            .table_name(&self.table)
            .set_key(Some(keyed(closed_pk(month), client_sk(&charge.client))))
            .condition_expression("attribute_not_exists(pk)")
            .build()
            .map_err(|_| Fault::broken(DOING, "condition"))?;
        let writes = vec![
            self.put_once(DOING, item)?,
            TransactWriteItem::builder().condition_check(open).build(),
        ];
        match self.transact(DOING, writes).await? {
            None => Ok(()),
            Some(0) => Err(LedgerError::AlreadyThere),
            Some(_) => Err(LedgerError::MonthClosed),
        }
    }

    /// Closes a client's month: no charge enters it any more, so what is read next is all of it.
    pub async fn close_month(&self, client: &ClientId, month: Month) -> Result<(), Fault> {
        const DOING: &str = "closing a month";
        let item = keyed(closed_pk(month), client_sk(client));
        self.transact(DOING, vec![self.put_once(DOING, item)?]).await?;
        Ok(())
    }

    /// Writes the client's draft of a closed month. Of many runs at once, the first draft stands.
    pub async fn put_draft(&self, draft: &Draft) -> Result<(), Fault> {
        const DOING: &str = "writing a draft";
        let item = keyed(month_pk(draft.month), client_sk(&draft.client));
        let item = with(item, "body", json(DOING, draft)?);
        self.transact(DOING, vec![self.put_once(DOING, item)?]).await?;
        Ok(())
    }

    /// The drafts of a month, in client order.
    pub async fn drafts(&self, month: Month) -> Result<Vec<Draft>, Fault> {
        self.list("reading drafts", month_pk(month), "CLIENT#").await
    }

    /// Gives the draft the next number, unless it has one. Returns its invoice.
    pub async fn number(
        &self,
        draft: &Draft,
        number_of: impl Fn(u64) -> String,
    ) -> Result<Invoice, Fault> {
        const DOING: &str = "numbering an invoice";
        /// Runs at once that may take the next number before this one does.
        const RACES_MAX: usize = 20;
        for _ in 0..RACES_MAX {
            if let Some(invoice) = self.invoice(&draft.client, draft.month).await? {
                return Ok(invoice);
            }
            let last = self.last_number().await?;
            let invoice = Invoice { number: number_of(last + 1), draft: draft.clone() };
            let writes = vec![self.count_up(DOING, last)?, self.invoice_write(DOING, &invoice)?];
            if self.transact(DOING, writes).await?.is_none() {
                return Ok(invoice);
            }
        }
        Err(Fault::busy(DOING, "the counter is contended"))
    }

    async fn last_number(&self) -> Result<u64, Fault> {
        const DOING: &str = "reading the counter";
        let item = self.get(DOING, keyed("COUNTER", "INVOICE")).await?;
        item.map_or(Ok(0), |item| read_number(DOING, &item, "last"))
    }

    fn count_up(&self, doing: &'static str, last: u64) -> Result<TransactWriteItem, Fault> {
        let condition =
            if last == 0 { "attribute_not_exists(pk) OR #last = :last" } else { "#last = :last" };
        let update = Update::builder()
            .table_name(&self.table)
            .set_key(Some(keyed("COUNTER", "INVOICE")))
            .update_expression("SET #last = :next")
            .condition_expression(condition)
            .expression_attribute_names("#last", "last")
            .expression_attribute_values(":last", number(last))
            .expression_attribute_values(":next", number(last + 1))
            .build()
            .map_err(|_| Fault::broken(doing, "update"))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }

    fn invoice_write(
        &self,
        doing: &'static str,
        invoice: &Invoice,
    ) -> Result<TransactWriteItem, Fault> {
        let draft = &invoice.draft;
        let item = keyed(client_pk(&draft.client), format!("INVOICE#{}", draft.month));
        self.put_once(doing, with(item, "body", json(doing, invoice)?))
    }

    async fn list<T: DeserializeOwned>(
        &self,
        doing: &'static str,
        pk: String,
        prefix: &str,
    ) -> Result<Vec<T>, Fault> {
        let items = self.query(doing, pk, prefix).await?;
        items.iter().map(|item| read_json(doing, item, "body")).collect()
    }

    async fn query(
        &self,
        doing: &'static str,
        pk: String,
        prefix: &str,
    ) -> Result<Vec<Item>, Fault> {
        let mut query = self
            .client
            .query()
            .table_name(&self.table)
            .expression_attribute_values(":pk", text(pk))
            .consistent_read(true);
        query = if prefix.is_empty() {
            query.key_condition_expression("pk = :pk")
        } else {
            query
                .key_condition_expression("pk = :pk AND begins_with(sk, :prefix)")
                .expression_attribute_values(":prefix", text(prefix))
        };
        let mut pages = query.into_paginator().items().send();
        let mut items = Vec::new();
        while let Some(item) = pages.next().await {
            items.push(item.map_err(|error| Fault::from_sdk(doing, &error))?);
        }
        Ok(items)
    }

    async fn read<T: DeserializeOwned>(
        &self,
        doing: &'static str,
        pk: String,
        sk: String,
    ) -> Result<Option<T>, Fault> {
        let item = self.get(doing, keyed(pk, sk)).await?;
        item.map(|item| read_json(doing, &item, "body")).transpose()
    }

    async fn get(&self, doing: &'static str, key: Item) -> Result<Option<Item>, Fault> {
        let get = self.client.get_item().table_name(&self.table).set_key(Some(key));
        let answer = get.consistent_read(true).send().await;
        Ok(answer.map_err(|error| Fault::from_sdk(doing, &error))?.item)
    }

    async fn put(&self, doing: &'static str, item: Item) -> Result<(), Fault> {
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item));
        put.send().await.map_err(|error| Fault::from_sdk(doing, &error))?;
        Ok(())
    }

    fn put_once(&self, doing: &'static str, item: Item) -> Result<TransactWriteItem, Fault> {
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk)")
            .build()
            .map_err(|_| Fault::broken(doing, "put"))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }

    /// Nothing when all was written; else the position of the first condition that failed.
    async fn transact(
        &self,
        doing: &'static str,
        writes: Vec<TransactWriteItem>,
    ) -> Result<Option<usize>, Fault> {
        use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError as Refused;
        let sent = self.client.transact_write_items().set_transact_items(Some(writes)).send().await;
        let Err(error) = sent else { return Ok(None) };
        let Some(Refused::TransactionCanceledException(cancelled)) = error.as_service_error()
        else {
            return Err(Fault::from_sdk(doing, &error));
        };
        let failed = |code: Option<&str>| code == Some("ConditionalCheckFailed");
        let position =
            cancelled.cancellation_reasons().iter().position(|reason| failed(reason.code()));
        position.map(Some).ok_or_else(|| Fault::busy(doing, "transaction conflict"))
    }
}

fn client_pk(client: &ClientId) -> String {
    format!("CLIENT#{client}")
}

fn client_sk(client: &ClientId) -> String {
    format!("CLIENT#{client}")
}

fn month_pk(month: Month) -> String {
    format!("MONTH#{month}")
}

fn closed_pk(month: Month) -> String {
    format!("CLOSED#{month}")
}
