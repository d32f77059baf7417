//! What happens to the ways in.

use super::{MailBox, Purpose};
use crate::Party;
use crate::ids::SheetId;
use crate::referral::Address;
use serde::{Deserialize, Serialize};

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "AccessEvent"))]
pub enum Event {
    ContactCorrected {
        details: SheetId,
        address: Address,
        #[serde(default)]
        mail: MailBox,
    },
    PrivateContactOffered {
        contact: SheetId,
    },
    PrivateContactConfirmed {
        details: SheetId,
    },
    LinkAsked {
        party: Party,
        purpose: Purpose,
    },
    NotDelivered {
        letter: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Party>,
    },
    MarkedAsSpam {
        letter: u64,
        to: Party,
    },
}
