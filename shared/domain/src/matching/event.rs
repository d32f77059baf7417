//! What happens between an offer and its acceptance.

use crate::ids::{SheetId, SpecialistId};
use serde::{Deserialize, Serialize};

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "MatchingEvent"))]
pub enum Event {
    OfferMade { specialists: Vec<SpecialistId> },
    SpecialistChosen { specialist: SpecialistId },
    MoreAskedFor { reason: Option<SheetId> },
    SpecialistAccepted { specialist: SpecialistId },
    SpecialistDeclined { specialist: SpecialistId, reason: Option<SheetId> },
}
