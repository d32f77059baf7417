//! How far the bus was told of each case: what is behind its log has to be told again.

use crate::item::{Item, keyed, number, read_number};
use crate::table::Table;
use domain::ids::CaseId;
use runtime::{Aws, Fault};

/// The Told table.
#[derive(Debug, Clone)]
pub struct Told {
    table: Table,
}

impl Told {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { table: Table::new(aws, table) }
    }

    /// The last event up to which everything was told.
    pub async fn up_to(&self, case: &CaseId) -> Result<u64, Fault> {
        const DOING: &str = "reading what was told";
        let mark = self.table.get(DOING, key(case)).await?;
        mark.map_or(Ok(0), |mark| read_number(DOING, &mark, "told"))
    }

    /// Moves the mark over events that were told in a row. It stays where it is if one before them was not
    /// told yet, so it is never ahead of the truth.
    pub async fn mark(&self, case: &CaseId, first: u64, last: u64) -> Result<(), Fault> {
        let joins = if first <= 1 {
            "attribute_not_exists(told) OR told < :last"
        } else {
            "told >= :before AND told < :last"
        };
        let mark = self.table.update(key(case), "SET told = :last").when(joins);
        let mark = mark.value(":last", number(last));
        let mark =
            if first <= 1 { mark } else { mark.value(":before", number(first.saturating_sub(1))) };
        mark.attempt("marking what was told").await.map(drop)
    }
}

fn key(case: &CaseId) -> Item {
    keyed(format!("CASE#{case}"), "TOLD")
}
