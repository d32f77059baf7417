//! What clients ask: a referral, and how far it is.

mod operations;

pub(crate) use operations::OPERATIONS;

use domain::Private;
use domain::day::Day;
use domain::ids::{CaseId, ManagerId};
use domain::nhs_number::NhsNumber;
use domain::question::ClientStatus;
use domain::text::{Email, PersonName, Phone};
use serde::{Deserialize, Serialize};

/// A manager refers a member. No clinical detail is asked, and none is let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Refer {
    pub manager: ManagerId,
    pub member: ReferredMember,
}

/// Who the member is, and how they are reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReferredMember {
    pub name: PersonName,
    pub email: Email,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    pub birth_date: Private<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nhs_number: Option<NhsNumber>,
}

/// That a referral has been received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReferralReceived {
    pub id: CaseId,
    pub reference: String,
    pub status: ClientStatus,
}
