//! Links: the invitations that letters carry. A link's code is kept under the same key.

use super::{Access, digest};
use crate::item::{Item, json, keyed, with};
use crate::table::Write;
use domain::Party;
use domain::access::Purpose;
use domain::ids::CaseId;
use jiff::Timestamp;
use runtime::Fault;
use serde::{Deserialize, Serialize};

/// What an emailed link invites to. It opens a page without case data, never a session by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub case: CaseId,
    pub party: Party,
    pub purpose: Purpose,
    pub epoch: u32,
    /// The first moment at which the link no longer counts.
    pub expires: Timestamp,
}

impl Access {
    pub async fn invitation(&self, token: &str) -> Result<Option<Invitation>, Fault> {
        self.table.read("reading an invitation", keyed(link_pk(token), "LINK")).await
    }

    /// Stores a link. It has no time to live, because even an expired link can be used to ask for a
    /// new one.
    pub(super) fn put_link(&self, token: &str, invitation: &Invitation) -> Result<Write, Fault> {
        let body = json("writing a link", invitation)?;
        Ok(self.table.put_once(with(keyed(link_pk(token), "LINK"), "body", body)))
    }

    /// The same link with the epoch of its audience now.
    pub(super) fn replace_link(&self, token: &str, link: &Invitation) -> Result<Write, Fault> {
        let body = json("writing a link", link)?;
        Ok(self.table.put(with(keyed(link_pk(token), "LINK"), "body", body)))
    }

    /// Deletes a link, by its partition key, and the code that was last asked for with it. The count of a day
    /// ends by itself.
    pub(super) async fn forget_link(&self, link: &str) -> Result<(), Fault> {
        const DOING: &str = "forgetting a link";
        self.table.delete(keyed(link, "LINK")).send(DOING).await?;
        self.table.delete(keyed(link, "CODE")).send(DOING).await
    }
}

pub(super) fn link_pk(token: &str) -> String {
    format!("LINK#{}", digest(token))
}

pub(super) fn code_key(token: &str) -> Item {
    keyed(link_pk(token), "CODE")
}
