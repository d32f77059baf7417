//! The ledger: contracts, head counts, charges, closed months, drafts, invoices, and the counter
//! that numbers them.

use crate::access::digest;
use crate::change::ChangePart;
use crate::item::{Item, json, json_text, keyed, number, read_number, with};
use crate::table::{Outcome, TRANSACTION_WRITES_MAX, Table};
use crate::{Answers, Covers};
use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::billing::{
    Charge, Contract, Draft, HeadCount, Invoice, InvoiceLine, InvoiceTotals, Month,
};
use domain::ids::ClientId;
use jiff::Timestamp;
use runtime::{Aws, Fault};
use serde::{Deserialize, Serialize};

/// The Ledger table.
#[derive(Debug, Clone)]
pub struct Ledger {
    table: Table,
}

#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("the month is closed")]
    MonthClosed,
    #[error("that is already in the ledger")]
    AlreadyThere,
    #[error("another contract of the client was agreed meanwhile")]
    ChangedMeanwhile,
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A client's contracts as they were read. Another can be added only while there is none that was not seen.
#[derive(Debug, Clone)]
pub struct AgreedContracts {
    pub contracts: Vec<Contract>,
    /// How many had been agreed before they were read.
    agreed: u64,
}

/// A draft that is kept, and where its lines are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDraft {
    #[serde(flatten)]
    pub totals: InvoiceTotals,
    /// SHA-256 of the lines: two runs that drafted otherwise never mix theirs.
    lines: String,
}

/// An invoice as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct KeptInvoice {
    #[serde(flatten)]
    invoice: Invoice,
    lines: String,
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

    /// The client's contracts, to agree another. What is read first is what tells of one that comes while
    /// they are read.
    pub async fn agreed(&self, client: &ClientId) -> Result<AgreedContracts, Fault> {
        const DOING: &str = "reading what is agreed";
        let count = self.table.get(DOING, agreed_key(client)).await?;
        let agreed = count.map_or(Ok(0), |item| read_number(DOING, &item, "agreed"))?;
        Ok(AgreedContracts { contracts: self.contracts(client).await?, agreed })
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

    /// An invoice with its lines.
    pub async fn invoice(
        &self,
        client: &ClientId,
        month: Month,
    ) -> Result<Option<(Invoice, Vec<InvoiceLine>)>, Fault> {
        let Some(KeptInvoice { invoice, lines }) = self.kept_invoice(client, month).await? else {
            return Ok(None);
        };
        let lines = lines_pk(client, month, &lines);
        let lines = self.table.under("reading the lines of an invoice", lines).read().await?;
        Ok(Some((invoice, lines)))
    }

    async fn kept_invoice(
        &self,
        client: &ClientId,
        month: Month,
    ) -> Result<Option<KeptInvoice>, Fault> {
        self.table.read("reading an invoice", invoice_key(client, month)).await
    }

    /// The answers to requests that change the ledger.
    pub fn answers(&self) -> Answers {
        Answers::in_table(&self.table)
    }

    /// Adds a contract with what it covers. It is never overwritten, nor added beside one not among those `agreed`.
    pub async fn put_contract(
        &self,
        covers: &Covers,
        contract: &Contract,
        agreed: &AgreedContracts,
        answer: Option<ChangePart>,
    ) -> Result<(), LedgerError> {
        const DOING: &str = "writing a contract";
        let key = keyed(of_client(&contract.client), format!("CONTRACT#{}", contract.id));
        let listed = keyed("CLIENTS", contract.client.as_str());
        let listed = with(listed, "body", json(DOING, &contract.client)?);
        let mut writes = vec![self.once(DOING, key, contract)?, self.table.put(listed).part()];
        writes.extend([self.agree(&contract.client, agreed.agreed), covers.agreeing(contract)?]);
        writes.extend(answer.map(|answer| answer.write));
        match self.table.transact(DOING, writes).await? {
            Outcome::Written => Ok(()),
            Outcome::Clashed(failed) if failed == [2] => Err(LedgerError::ChangedMeanwhile),
            Outcome::Clashed(_) => Err(LedgerError::AlreadyThere),
        }
    }

    /// Counts one more contract of the client, if no other has been added since.
    fn agree(&self, client: &ClientId, agreed: u64) -> TransactWriteItem {
        let unmoved = if agreed == 0 { "attribute_not_exists(pk)" } else { "agreed = :agreed" };
        let count = self.table.update(agreed_key(client), "SET agreed = :next").when(unmoved);
        let count = count.value(":next", number(agreed + 1));
        if agreed == 0 { count.part() } else { count.value(":agreed", number(agreed)).part() }
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
        let mut writes = vec![self.once(DOING, key, count)?];
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

    pub async fn has_draft(&self, client: &ClientId, month: Month) -> Result<bool, Fault> {
        let key = keyed(month_pk(month), of_client(client));
        Ok(self.table.get("looking for a draft", key).await?.is_some())
    }

    /// Writes the client's draft for a closed month: its lines, then what makes them count. If several
    /// runs write one, the first is kept.
    pub async fn put_draft(&self, draft: &Draft) -> Result<(), Fault> {
        const DOING: &str = "writing a draft";
        let InvoiceTotals { client, month, .. } = &draft.totals;
        let lines = digest(&json_text(DOING, &draft.lines)?);
        let pk = lines_pk(client, *month, &lines);
        let line = |(place, line)| {
            let item = keyed(pk.as_str(), format!("LINE#{place:06}"));
            Ok(self.table.put(with(item, "body", json(DOING, line)?)).part())
        };
        let writes: Vec<_> =
            draft.lines.iter().enumerate().map(line).collect::<Result<_, Fault>>()?;
        for some in writes.chunks(TRANSACTION_WRITES_MAX) {
            let _ = self.table.transact(DOING, some.to_vec()).await?;
        }
        let kept = KeptDraft { totals: draft.totals.clone(), lines };
        let key = keyed(month_pk(*month), of_client(client));
        self.table.transact(DOING, vec![self.once(DOING, key, &kept)?]).await.map(drop)
    }

    /// The drafts of a month, ordered by client.
    pub async fn drafts(&self, month: Month) -> Result<Vec<KeptDraft>, Fault> {
        self.table.under("reading drafts", month_pk(month)).beginning("CLIENT#").read().await
    }

    /// Gives the draft the next number, unless it has one already, and returns its invoice.
    pub async fn number_invoice(
        &self,
        draft: &KeptDraft,
        number_of: impl Fn(u64) -> String,
    ) -> Result<Invoice, Fault> {
        const DOING: &str = "numbering an invoice";
        /// Other runs that may take the next number before this one does.
        const RACES_MAX: usize = 20;
        for _ in 0..RACES_MAX {
            let KeptDraft { totals, lines } = draft.clone();
            let (client, month) = (&draft.totals.client, totals.month);
            if let Some(kept) = self.kept_invoice(client, month).await? {
                return Ok(kept.invoice);
            }
            let last = self.last_number().await?;
            let invoice = Invoice { number: number_of(last + 1), totals };
            let kept = KeptInvoice { invoice, lines };
            let entry = self.once(DOING, invoice_key(client, month), &kept)?;
            if self.table.transact(DOING, vec![self.count_up(last), entry]).await?
                == Outcome::Written
            {
                return Ok(kept.invoice);
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

/// How many contracts of the client have been agreed.
fn agreed_key(client: &ClientId) -> Item {
    keyed(of_client(client), "AGREED")
}

fn lines_pk(client: &ClientId, month: Month, lines: &str) -> String {
    format!("LINES#{client}#{month}#{lines}")
}

fn closed_key(client: &ClientId, month: Month) -> Item {
    keyed(format!("CLOSED#{month}"), of_client(client))
}

fn counter_key() -> Item {
    keyed("COUNTER", "INVOICE")
}
