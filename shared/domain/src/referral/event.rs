//! What happens at the beginning of a case.

use super::{Address, AgeBand};
use crate::calendar::Nation;
use crate::ids::{CaseId, ClientId, ContractId, ManagerId, MemberMark, SheetId};
use serde::{Deserialize, Serialize};

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ReferralEvent"))]
pub enum Event {
    Received {
        client: ClientId,
        manager: ManagerId,
        contract: ContractId,
        nation: Nation,
        details: SheetId,
        age: AgeBand,
        address: Address,
    },
    /// An ended case goes on as this one.
    Reopened {
        continues: CaseId,
        client: ClientId,
        manager: ManagerId,
        contract: ContractId,
        nation: Nation,
        details: SheetId,
        age: AgeBand,
        address: Address,
    },
    /// By which the member is known again in another case. It goes with the first event, and with every
    /// correction of who they are.
    MemberMarked { marks: Vec<MemberMark> },
}
