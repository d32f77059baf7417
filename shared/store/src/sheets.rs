//! Sheets and keys: sealed bytes, and the two wrapped keys of each case. Both mean nothing without KMS.

use crate::change::{Clash, Part};
use crate::item::{Item, bytes, keyed, read_bytes, read_text, text, with};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{Delete, Put, TransactWriteItem};
use domain::ids::CaseId;
use domain::sheet::{Class, SealedSheet, WrappedKeys};
use runtime::{Aws, Fault};

/// The Sheets table.
#[derive(Debug, Clone)]
pub struct Sheets {
    client: Client,
    table: String,
}

impl Sheets {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { client: crate::client(aws), table }
    }

    /// Every sheet of one class of a case.
    pub async fn all(&self, case: &CaseId, class: Class) -> Result<Vec<SealedSheet>, Fault> {
        const DOING: &str = "reading sheets";
        let mut items = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND begins_with(sk, :class)")
            .expression_attribute_values(":pk", text(pk(case)))
            .expression_attribute_values(":class", text(format!("{}#", class.as_str())))
            .consistent_read(true)
            .into_paginator()
            .items()
            .send();
        let mut sheets = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| Fault::from_sdk(DOING, &error))?;
            sheets.push(read_sheet(DOING, &item, class)?);
        }
        Ok(sheets)
    }

    /// A sheet to write with a change. A sheet is written once and never overwritten.
    pub fn put(&self, case: &CaseId, sheet: SealedSheet) -> Result<Part, Fault> {
        let sk = format!("{}#{}", sheet.class.as_str(), sheet.id);
        once(&self.table, with(keyed(pk(case), sk), "sealed", bytes(sheet.sealed)))
    }
}

/// The Keys table.
#[derive(Debug, Clone)]
pub struct Keys {
    client: Client,
    table: String,
}

impl Keys {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { client: crate::client(aws), table }
    }

    pub async fn load(&self, case: &CaseId) -> Result<Option<WrappedKeys>, Fault> {
        const DOING: &str = "reading a case's keys";
        let answer = self
            .client
            .get_item()
            .table_name(&self.table)
            .set_key(Some(keyed(pk(case), "KEYS")))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| Fault::from_sdk(DOING, &error))?;
        let Some(item) = answer.item else {
            return Ok(None);
        };
        let contact = read_bytes(DOING, &item, "contact")?.to_vec();
        let clinical = read_bytes(DOING, &item, "clinical")?.to_vec();
        Ok(Some(WrappedKeys { contact, clinical }))
    }

    pub fn put(&self, case: &CaseId, keys: WrappedKeys) -> Result<Part, Fault> {
        let mut item = keyed(pk(case), "KEYS");
        item = with(item, "contact", bytes(keys.contact));
        item = with(item, "clinical", bytes(keys.clinical));
        once(&self.table, item)
    }

    /// Destroys the keys with a change: from then on nothing opens the case's sheets.
    pub fn destroy(&self, case: &CaseId) -> Result<Part, Fault> {
        let delete = Delete::builder()
            .table_name(&self.table)
            .set_key(Some(keyed(pk(case), "KEYS")))
            .build()
            .map_err(|_| Fault::broken("destroying a case's keys", "delete"))?;
        let write = TransactWriteItem::builder().delete(delete).build();
        Ok(Part { write, clash: Clash::Version })
    }
}

fn once(table: &str, item: Item) -> Result<Part, Fault> {
    let put = Put::builder()
        .table_name(table)
        .set_item(Some(item))
        .condition_expression("attribute_not_exists(pk)")
        .build()
        .map_err(|_| Fault::broken("writing a sheet", "put"))?;
    Ok(Part { write: TransactWriteItem::builder().put(put).build(), clash: Clash::Version })
}

fn read_sheet(doing: &'static str, item: &Item, class: Class) -> Result<SealedSheet, Fault> {
    let sk = read_text(doing, item, "sk")?;
    let id = sk.split_once('#').map(|(_, id)| id).unwrap_or_default();
    let id = id.parse().map_err(|_| Fault::broken(doing, "bad sheet id"))?;
    Ok(SealedSheet { id, class, sealed: read_bytes(doing, item, "sealed")?.to_vec() })
}

fn pk(case: &CaseId) -> String {
    format!("CASE#{case}")
}
