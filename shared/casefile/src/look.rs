//! Showing: nothing of a case is shown but through a look, which is asked for, noted, and only then opens
//! words.

use crate::{CaseFile, CaseFiles};
use domain::ids::SheetId;
use domain::question::{Item, Look, Looking, Shown, Withheld};
use domain::referral::MemberDetails;
use domain::sheet::Sheet;
use domain::{Actor, Case};
use jiff::Timestamp;
use runtime::Fault;

/// Why nothing is shown.
#[derive(Debug, thiserror::Error)]
pub enum LookError {
    #[error(transparent)]
    Withheld(#[from] Withheld),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl CaseFiles {
    /// A look at a case. If it cannot be noted, nothing is shown.
    pub async fn look(
        &self,
        case: &Case,
        by: &Actor,
        looking: Looking<'_>,
        now: Timestamp,
    ) -> Result<Look, LookError> {
        let look = looking.allowed(case, by, now)?;
        self.access.note_read(self.keys.unerased(&case.id), look.reading()).await?;
        Ok(look)
    }
}

impl CaseFile {
    /// The words of a sheet, as a part of an item that the look shows.
    pub fn show<S: Sheet>(
        &self,
        look: &Look,
        item: Item,
        sheet: &SheetId,
    ) -> Result<Shown<S>, Fault> {
        shown(look, item, self.read(sheet)?)
    }

    /// Who the member is.
    pub fn show_member(&self, look: &Look) -> Result<Shown<MemberDetails>, Fault> {
        self.show_member_as(look, Item::Contact)
    }

    /// Who the member is, as a part of another item that the look shows.
    pub fn show_member_as(&self, look: &Look, item: Item) -> Result<Shown<MemberDetails>, Fault> {
        shown(look, item, self.member()?)
    }
}

fn shown<T>(look: &Look, item: Item, words: T) -> Result<Shown<T>, Fault> {
    look.show(item, words).ok_or_else(|| Fault::broken("showing words", "the look is at others"))
}
