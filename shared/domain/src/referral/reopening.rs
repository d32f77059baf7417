//! Whether an ended case may go on as another.

use super::{Continues, Refusal};
use crate::{Actor, Case};
use jiff::Timestamp;

impl Case {
    /// By the nurse of the ended case or the clinical lead; not once the member has died or the case
    /// was erased.
    pub fn may_go_on(&self, by: &Actor, now: Timestamp) -> Result<Continues, crate::Refusal> {
        by.owning_nurse(self, now).map(|_| ()).or_else(|_| by.clinical_lead())?;
        let gone = self.casework.died.is_some() || self.keeping.erased.is_some();
        let received = self.received.as_ref().filter(|_| self.ended.is_some() && !gone);
        let received = received.ok_or(Refusal::NotEnded)?;
        Ok(Continues {
            ended: self.id.clone(),
            client: received.client.clone(),
            manager: received.manager.clone(),
            nurse: self.casework.nurse.as_ref().map(|owner| owner.nurse.clone()),
            by: by.clone(),
        })
    }
}
