//! Many items at once: one that was written by the product's own code is copied under other ids, straight into
//! the embedded database.

use crate::Error;
use crate::ready::{NURSE, SPECIALIST};
use crate::world::World;
use domain::billing::{Charge, ChargeKind, Month};
use domain::ids::{CaseId, ClientId};
use domain::money::{Pence, Vat};
use dynoxide::types::AttributeValue;
use dynoxide::{Database, ImportOptions};
use serde_json::json;
use std::collections::HashMap;
use std::ops::Range;
use store::{Covers, Ledger};
use testkit::demo::Demo;

type Item = HashMap<String, AttributeValue>;

/// Items imported in one go.
const AT_ONCE: usize = 10_000;
/// Between how many clients the charges of a month are divided.
const CLIENTS: usize = 1000;
/// The demo's client that pays by referral.
const PAYING: &str = "tern";

/// What copies items.
pub struct Seeds<'a> {
    database: &'a Database,
}

impl<'a> Seeds<'a> {
    pub fn of(database: &'a Database) -> Self {
        Self { database }
    }

    /// Heads of cases that the nurse owns, each like that of the case.
    pub fn cases(&self, like: &CaseId, numbers: Range<usize>) -> Result<(), Error> {
        let head = self.item("Cases", &format!("CASE#{like}"), "CASE")?;
        self.import("Cases", numbers, |number| {
            let id = format!("{number:08}-0000-4000-8000-000000000000");
            let mut copy = renamed(&head, like.as_str(), &id);
            let shard = number % 4;
            copy.insert("owner".to_owned(), AttributeValue::S(format!("{NURSE}#{shard}")));
            vec![copy]
        })
    }

    /// Specialists of the same specialty.
    pub fn specialists(&self, numbers: Range<usize>) -> Result<(), Error> {
        let listed = self.item("Directory", "SPECIALTY#110", SPECIALIST)?;
        self.import("Directory", numbers, |number| {
            vec![renamed(&listed, SPECIALIST, &format!("sp-{:08}", number + 100))]
        })
    }

    fn item(&self, table: &str, pk: &str, sk: &str) -> Result<Item, Error> {
        let key = json!({"TableName": table, "Key": {"pk": {"S": pk}, "sk": {"S": sk}}});
        let found = self.database.get_item(serde_json::from_value(key)?);
        let found = found.map_err(|error| format!("{error:?}"))?;
        found.item.ok_or_else(|| format!("{table} has no {pk} {sk}").into())
    }

    fn import(
        &self,
        table: &str,
        numbers: Range<usize>,
        items: impl Fn(usize) -> Vec<Item>,
    ) -> Result<(), Error> {
        for first in numbers.clone().step_by(AT_ONCE) {
            let some = (first..numbers.end.min(first + AT_ONCE)).flat_map(&items).collect();
            let imported = self.database.import_items(table, some, ImportOptions::default());
            imported.map_err(|error| format!("{error:?}"))?;
        }
        Ok(())
    }
}

/// The same item under another id, wherever its text names the id.
fn renamed(item: &Item, was: &str, is: &str) -> Item {
    let other = |value: &AttributeValue| match value {
        AttributeValue::S(text) => AttributeValue::S(text.replace(was, is)),
        same => same.clone(),
    };
    item.iter().map(|(name, value)| (name.clone(), other(value))).collect()
}

/// The ledger of a world that has nothing else.
pub struct Books<'a> {
    seeds: Seeds<'a>,
    ledger: Ledger,
    covers: Covers,
    month: Month,
}

impl<'a> Books<'a> {
    pub fn open(world: &'a World) -> Self {
        let ledger = Ledger::new(&world.aws(), "Ledger".to_owned());
        let covers = Covers::new(&world.aws(), "Cover".to_owned());
        let seeds = Seeds::of(&world.database);
        Self { seeds, ledger, covers, month: Month::of(runtime::Clock::default().now()).before() }
    }

    /// Clients with a contract, and so many charges of the month before between them.
    pub async fn fill(&self, charges: usize) -> Result<Vec<ClientId>, Error> {
        let demo = Demo::read(domain::calendar::london(runtime::Clock::default().now()).date())?;
        let contract = demo.contracts.into_iter().find(|one| one.client.as_str() == PAYING);
        let contract = contract.ok_or("the demo has no client that pays by referral")?;
        let agreed = self.ledger.agreed(&contract.client).await?;
        self.ledger.put_contract(&self.covers, &contract, &agreed, None).await?;
        let case: CaseId = "case-of-a-charge".parse()?;
        let charge = Charge {
            case: case.clone(),
            sequence: 1,
            client: contract.client.clone(),
            contract: contract.id.clone(),
            kind: ChargeKind::Referral,
            net: Pence(145_000),
            vat: Vat::ExemptHealth,
            on: self.month.end().yesterday()?,
        };
        self.ledger.put_charge(&charge, self.month).await?;

        let pk = format!("CLIENT#{PAYING}");
        let listed = self.seeds.item("Ledger", "CLIENTS", PAYING)?;
        let agreed = self.seeds.item("Ledger", &pk, &format!("CONTRACT#{}", contract.id))?;
        let entry = format!("CHARGE#{}#{case}#000001", self.month);
        let written = self.seeds.item("Ledger", &pk, &entry)?;
        let client = |number: usize| format!("client-{number:04}");
        self.seeds.import("Ledger", 0..CLIENTS, |number| {
            let copy = |item| renamed(item, PAYING, &client(number));
            vec![copy(&listed), copy(&agreed)]
        })?;
        self.seeds.import("Ledger", 0..charges, |number| {
            let of_client = renamed(&written, PAYING, &client(number % CLIENTS));
            vec![renamed(&of_client, case.as_str(), &format!("case-{number:08}"))]
        })?;
        Ok((0..CLIENTS).map(|number| client(number).parse()).collect::<Result<_, _>>()?)
    }

    /// Reads what a run has to read: the charges of every client.
    pub async fn read(&self, clients: &[ClientId]) -> Result<(), Error> {
        for client in clients {
            std::hint::black_box(self.ledger.charges(client, self.month).await?);
        }
        Ok(())
    }
}
