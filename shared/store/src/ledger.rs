//! The ledger: contracts, head counts, charges, closed months, drafts, invoices, and the counter
//! that numbers them.

use crate::Answers;
use crate::change::ChangePart;
use crate::item::{Item, json, keyed, number, read_number, with};
use crate::table::{Outcome, Table};
use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::billing::{Charge, Contract, Draft, HeadCount, Invoice, Month};
use domain::ids::ClientId;
use jiff::Timestamp;
use runtime::{Aws, Fault};
use serde::Serialize;

/// The Ledger table.
#[derive(Debug, Clone)]
pub struct Ledger {
    table: Table,
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
        Self { table: Table::new(aws, table) }
    }

    /// The clients that have a contract, in the order in which their invoices are numbered.
    pub async fn clients(&self) -> Result<Vec<ClientId>, Fault> {
        self.table.under("listing clients", "CLIENTS").read().await
    }

    pub async fn contracts(&self, client: &ClientId) -> Result<Vec<Contract>, Fault> {
        let entries = self.table.under("reading contracts", of_client(client));
        entries.beginning("CONTRACT#").read().await
    }

    /// The client's head counts, in the order in which they were declared.
    pub async fn head_counts(&self, client: &ClientId) -> Result<Vec<HeadCount>, Fault> {
        let entries = self.table.under("reading head counts", of_client(client));
        entries.beginning("COUNT#").read().await
    }

    pub async fn charges(&self, client: &ClientId, month: Month) -> Result<Vec<Charge>, Fault> {
        let entries = self.table.under("reading charges", of_client(client));
        entries.beginning(&format!("CHARGE#{month}#")).read().await
    }

    pub async fn invoice(&self, client: &ClientId, month: Month) -> Result<Option<Invoice>, Fault> {
        self.table.read("reading an invoice", invoice_key(client, month)).await
    }

    /// The answers to requests that change the ledger.
    pub fn answers(&self) -> Answers {
        Answers::in_table(&self.table)
    }

    /// Adds a contract, and lists its client. A contract is never overwritten.
    pub async fn put_contract(
        &self,
        contract: &Contract,
        answer: Option<ChangePart>,
    ) -> Result<(), LedgerError> {
        const DOING: &str = "writing a contract";
        let key = keyed(of_client(&contract.client), format!("CONTRACT#{}", contract.id));
        let listed = keyed("CLIENTS", contract.client.as_str());
        let listed = with(listed, "body", json(DOING, &contract.client)?);
        let mut writes = vec![self.once(DOING, key, contract)?, self.table.put(listed).part()];
        writes.extend(answer.map(|answer| answer.write));
        match self.table.transact(DOING, writes).await? {
            Outcome::Written => Ok(()),
            Outcome::Clashed(_) => Err(LedgerError::AlreadyThere),
        }
    }

    pub async fn declare_heads(
        &self,
        client: &ClientId,
        count: &HeadCount,
        answer: Option<ChangePart>,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        const DOING: &str = "declaring heads";
        let key = keyed(of_client(client), format!("COUNT#{now}"));
        let declared = with(key, "body", json(DOING, count)?);
        let mut writes = vec![self.table.put(declared).part()];
        writes.extend(answer.map(|answer| answer.write));
        match self.table.transact(DOING, writes).await? {
            Outcome::Written => Ok(()),
            Outcome::Clashed(_) => Err(LedgerError::AlreadyThere),
        }
    }

    /// Writes a charge once, while its month is open. If the charge is there already, it stays as
    /// it is, even if its event comes again after the month has been closed.
    pub async fn put_charge(&self, charge: &Charge, month: Month) -> Result<(), LedgerError> {
        const DOING: &str = "writing a charge";
        let sk = format!("CHARGE#{month}#{}#{:06}", charge.case, charge.sequence);
        let entry = self.once(DOING, keyed(of_client(&charge.client), sk), charge)?;
        let closed = closed_key(&charge.client, month);
        let open = self.table.check(closed, "attribute_not_exists(pk)", []);
        match self.table.transact(DOING, vec![entry, open]).await? {
            Outcome::Written => Ok(()),
            Outcome::Clashed(failed) if failed.contains(&0) => Err(LedgerError::AlreadyThere),
            Outcome::Clashed(_) => Err(LedgerError::MonthClosed),
        }
    }

    /// Closes a client's month: no charge can be added any more, so what is read next is complete.
    pub async fn close_month(&self, client: &ClientId, month: Month) -> Result<(), Fault> {
        let closed = self.table.put_once(closed_key(client, month)).part();
        self.table.transact("closing a month", vec![closed]).await.map(drop)
    }

    /// Writes the client's draft for a closed month. If several runs write one, the first is kept.
    pub async fn put_draft(&self, draft: &Draft) -> Result<(), Fault> {
        const DOING: &str = "writing a draft";
        let key = keyed(month_pk(draft.month), of_client(&draft.client));
        let writes = vec![self.once(DOING, key, draft)?];
        self.table.transact(DOING, writes).await.map(drop)
    }

    /// The drafts of a month, ordered by client.
    pub async fn drafts(&self, month: Month) -> Result<Vec<Draft>, Fault> {
        self.table.under("reading drafts", month_pk(month)).beginning("CLIENT#").read().await
    }

    /// Gives the draft the next number, unless it has one already, and returns its invoice.
    pub async fn number_invoice(
        &self,
        draft: &Draft,
        number_of: impl Fn(u64) -> String,
    ) -> Result<Invoice, Fault> {
        const DOING: &str = "numbering an invoice";
        /// Other runs that may take the next number before this one does.
        const RACES_MAX: usize = 20;
        for _ in 0..RACES_MAX {
            if let Some(invoice) = self.invoice(&draft.client, draft.month).await? {
                return Ok(invoice);
            }
            let last = self.last_number().await?;
            let invoice = Invoice { number: number_of(last + 1), draft: draft.clone() };
            let key = invoice_key(&draft.client, draft.month);
            let writes = vec![self.count_up(last), self.once(DOING, key, &invoice)?];
            if self.table.transact(DOING, writes).await? == Outcome::Written {
                return Ok(invoice);
            }
        }
        Err(Fault::busy(DOING, "too many runs take numbers at once"))
    }

    async fn last_number(&self) -> Result<u64, Fault> {
        const DOING: &str = "reading the counter";
        let item = self.table.get(DOING, counter_key()).await?;
        item.map_or(Ok(0), |item| read_number(DOING, &item, "last"))
    }

    fn count_up(&self, last: u64) -> TransactWriteItem {
        let unmoved =
            if last == 0 { "attribute_not_exists(pk) OR #last = :last" } else { "#last = :last" };
        let update = self.table.update(counter_key(), "SET #last = :next").when(unmoved);
        let update = update.name("#last", "last").value(":last", number(last));
        update.value(":next", number(last + 1)).part()
    }

    fn once<T: Serialize>(
        &self,
        doing: &'static str,
        key: Item,
        body: &T,
    ) -> Result<TransactWriteItem, Fault> {
        Ok(self.table.put_once(with(key, "body", json(doing, body)?)).part())
    }
}

/// The partition key of a client's entries, and the client's sort key among the entries of a month.
fn of_client(client: &ClientId) -> String {
    format!("CLIENT#{client}")
}

fn month_pk(month: Month) -> String {
    format!("MONTH#{month}")
}

fn invoice_key(client: &ClientId, month: Month) -> Item {
    keyed(of_client(client), format!("INVOICE#{month}"))
}

fn closed_key(client: &ClientId, month: Month) -> Item {
    keyed(format!("CLOSED#{month}"), of_client(client))
}

fn counter_key() -> Item {
    keyed("COUNTER", "INVOICE")
}
