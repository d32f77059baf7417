//! Sheets and keys: sealed bytes, and the two wrapped keys of each case. Without KMS nobody can
//! read either.

use crate::change::{ChangePart, Clash};
use crate::item::{Item, bytes, keyed, read_bytes, read_text, with};
use crate::table::Table;
use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::ids::{CaseId, SheetId};
use domain::sheet::{Class, SealedSheet, WrappedKeys};
use runtime::{Aws, Fault};

const READING: &str = "reading sheets";

/// The Sheets table.
#[derive(Debug, Clone)]
pub struct Sheets {
    table: Table,
}

impl Sheets {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { table: Table::new(aws, table) }
    }

    /// Every sheet of a case of those classes, but for those that lie aside: one read for both classes.
    pub async fn all(&self, case: &CaseId, classes: &[Class]) -> Result<Vec<SealedSheet>, Fault> {
        match classes {
            [] => Ok(Vec::new()),
            [class] => self.beginning(case, &place(*class, false)).await,
            _ => self.beginning(case, WITH_THE_CASE).await,
        }
    }

    /// The sheets of one class that lie aside.
    pub async fn aside(&self, case: &CaseId, class: Class) -> Result<Vec<SealedSheet>, Fault> {
        self.beginning(case, &place(class, true)).await
    }

    /// Those of them that are asked for and there.
    pub async fn these_aside(
        &self,
        case: &CaseId,
        class: Class,
        ids: &[&SheetId],
    ) -> Result<Vec<SealedSheet>, Fault> {
        let key = |id: &&SheetId| keyed(pk(case), format!("{}{id}", place(class, true)));
        let items = self.table.get_all(READING, ids.iter().map(key).collect()).await?;
        items.iter().map(|item| read_sheet(READING, item)).collect()
    }

    async fn beginning(&self, case: &CaseId, prefix: &str) -> Result<Vec<SealedSheet>, Fault> {
        let sheets = self.table.under(READING, pk(case)).beginning(prefix);
        sheets.collect(|item| read_sheet(READING, item)).await
    }

    /// The part that writes a sheet. A sheet is never overwritten.
    pub fn put(&self, case: &CaseId, sheet: SealedSheet) -> ChangePart {
        let sk = format!("{}{}", place(sheet.class, sheet.aside), sheet.id);
        let item = with(keyed(pk(case), sk), "sealed", bytes(sheet.sealed));
        ChangePart { write: self.table.put_once(item).part(), clash: Clash::Version }
    }
}

/// A case that must not be erased, for a write elsewhere that an erasure would have to forget. Its keys go in
/// the very transaction of an erasure; they are small, and no command writes them.
#[derive(Debug, Clone, Copy)]
pub struct Unerased<'a> {
    pub(crate) id: &'a CaseId,
    table: &'a Table,
}

impl Unerased<'_> {
    /// The part that fails its transaction once the case is erased.
    pub(crate) fn part(&self) -> TransactWriteItem {
        self.table.check(keyed(pk(self.id), "KEYS"), "attribute_exists(pk)", [])
    }
}

/// The Keys table.
#[derive(Debug, Clone)]
pub struct Keys {
    table: Table,
}

impl Keys {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { table: Table::new(aws, table) }
    }

    pub fn unerased<'a>(&'a self, id: &'a CaseId) -> Unerased<'a> {
        Unerased { id, table: &self.table }
    }

    pub async fn load(&self, case: &CaseId) -> Result<Option<WrappedKeys>, Fault> {
        const DOING: &str = "reading a case's keys";
        let Some(item) = self.table.get(DOING, keyed(pk(case), "KEYS")).await? else {
            return Ok(None);
        };
        let contact = read_bytes(DOING, &item, "contact")?.to_vec();
        let clinical = read_bytes(DOING, &item, "clinical")?.to_vec();
        Ok(Some(WrappedKeys { contact, clinical }))
    }

    /// The part that writes the keys. They are never overwritten.
    pub fn put(&self, case: &CaseId, keys: WrappedKeys) -> ChangePart {
        let mut item = keyed(pk(case), "KEYS");
        item = with(item, "contact", bytes(keys.contact));
        item = with(item, "clinical", bytes(keys.clinical));
        ChangePart { write: self.table.put_once(item).part(), clash: Clash::Version }
    }

    /// The part that destroys the keys: once it is written, nothing opens the case's sheets.
    pub fn destroy(&self, case: &CaseId) -> ChangePart {
        let write = self.table.delete(keyed(pk(case), "KEYS")).part();
        ChangePart { write, clash: Clash::Version }
    }
}

/// How the sort key of a sheet begins that is opened with the case, and of one that lies aside.
const WITH_THE_CASE: &str = "sheet#";
const ASIDE: &str = "aside#";

fn place(class: Class, aside: bool) -> String {
    format!("{}{}#", if aside { ASIDE } else { WITH_THE_CASE }, class.as_str())
}

fn read_sheet(doing: &'static str, item: &Item) -> Result<SealedSheet, Fault> {
    let sk = read_text(doing, item, "sk")?;
    let places = [Class::Contact, Class::Clinical].map(|class| [(class, false), (class, true)]);
    let found = places.as_flattened().iter().find_map(|(class, aside)| {
        let id = sk.strip_prefix(&place(*class, *aside))?.parse().ok()?;
        Some((id, *class, *aside))
    });
    let (id, class, aside) = found.ok_or_else(|| Fault::broken(doing, "sk is not of a sheet"))?;
    Ok(SealedSheet { id, class, aside, sealed: read_bytes(doing, item, "sealed")?.to_vec() })
}

fn pk(case: &CaseId) -> String {
    format!("CASE#{case}")
}
