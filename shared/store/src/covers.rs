//! Cover: the days on which a client's contracts cover its members. Billing writes it in the transaction of the
//! contract itself, so that a contract is the one truth, and who takes a referral reads no ledger.

use crate::item::{Item, json, keyed, with};
use crate::table::Table;
use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::billing::Contract;
use domain::directory::Cover;
use domain::ids::ClientId;
use runtime::{Aws, Fault};

/// The Cover table.
#[derive(Debug, Clone)]
pub struct Covers {
    table: Table,
}

impl Covers {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { table: Table::new(aws, table) }
    }

    /// As far as it was agreed when it is read.
    pub async fn of(&self, client: &ClientId) -> Result<Vec<Cover>, Fault> {
        self.table.under("reading the cover", of_client(client)).read().await
    }

    /// What a contract covers, for the transaction that agrees it.
    pub(crate) fn agreeing(&self, contract: &Contract) -> Result<TransactWriteItem, Fault> {
        let Contract { id, from, until, .. } = contract;
        let cover = Cover { contract: id.clone(), from: *from, until: *until };
        let body = json("writing the cover", &cover)?;
        Ok(self.table.put(with(key(contract), "body", body)).part())
    }
}

fn key(contract: &Contract) -> Item {
    keyed(of_client(&contract.client), format!("CONTRACT#{}", contract.id))
}

fn of_client(client: &ClientId) -> String {
    format!("CLIENT#{client}")
}
