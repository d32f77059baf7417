//! Claims on members: each person, known by a keyed mark, has at most one live case.

use super::Access;
use crate::change::{ChangePart, Clash};
use crate::item::{Item, json, keyed, with};
use domain::ids::CaseId;
use runtime::Fault;

impl Access {
    /// The case that holds the claim on a member.
    pub async fn claim_holder(&self, mark: &str) -> Result<Option<CaseId>, Fault> {
        self.table.read("reading a claim", claim_key(mark)).await
    }

    /// The part that claims a member for a case, so that a second live referral of the same person
    /// is noticed. To take over the claim of a case that has ended, name that case.
    pub fn claim_part(
        &self,
        mark: &str,
        case: &CaseId,
        ended: Option<&CaseId>,
    ) -> Result<ChangePart, Fault> {
        const DOING: &str = "claiming a member";
        let item = with(claim_key(mark), "body", json(DOING, case)?);
        let claim = match ended {
            None => self.table.put_once(item),
            Some(ended) => {
                let take_over = self.table.put(item).when("body = :ended");
                take_over.value(":ended", json(DOING, ended)?)
            }
        };
        Ok(ChangePart { write: claim.part(), clash: Clash::Duplicate })
    }

    /// Deletes the claim, unless another case has taken it over in the meantime.
    pub(super) async fn forget_claim(&self, mark: &str, case: &CaseId) -> Result<(), Fault> {
        const DOING: &str = "forgetting a claim";
        let forget = self.table.delete(claim_key(mark));
        let forget = forget.when("attribute_not_exists(pk) OR body = :case");
        forget.value(":case", json(DOING, case)?).attempt(DOING).await.map(drop)
    }
}

fn claim_key(mark: &str) -> Item {
    keyed(format!("MEMBER#{mark}"), "MEMBER")
}
