//! Marks: keyed hashes by which a person's cases are found.

use super::Access;
use crate::change::{ChangePart, Clash};
use crate::item::{Item, keyed, read_text};
use domain::ids::CaseId;
use runtime::Fault;

/// The most cases that a search by one mark finds.
const FOUND_MAX: usize = 20;

impl Access {
    /// The parts that let a case be found by these marks. Marks that it has already stay.
    pub fn findable_by(&self, case: &CaseId, marks: &[String]) -> Vec<ChangePart> {
        let parts = marks.iter().flat_map(|mark| {
            let write = self.table.put(found_key(mark, case)).part();
            [ChangePart { write, clash: Clash::Version }, self.mark_of(case, mark)]
        });
        parts.collect()
    }

    /// The cases of the person who has that mark.
    pub async fn cases_found_by(&self, mark: &str) -> Result<Vec<CaseId>, Fault> {
        const DOING: &str = "searching";
        let found = self.table.under(DOING, found_pk(mark)).first(FOUND_MAX).await?;
        let case = |item: &Item| -> Result<CaseId, Fault> {
            let id = read_text(DOING, item, "sk")?.parse();
            id.map_err(|_| Fault::broken(DOING, "sk is not a case id"))
        };
        found.iter().map(case).collect()
    }

    pub(super) async fn forget_mark(&self, mark: &str, case: &CaseId) -> Result<(), Fault> {
        self.table.delete(found_key(mark, case)).send("forgetting a mark").await
    }
}

fn found_pk(mark: &str) -> String {
    format!("FOUND#{mark}")
}

fn found_key(mark: &str, case: &CaseId) -> Item {
    keyed(found_pk(mark), case.as_str())
}
