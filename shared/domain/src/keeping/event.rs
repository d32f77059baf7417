//! What happens to a case as something that is kept.

use super::CopyFile;
use crate::ids::SheetId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why a case may be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ErasureGrounds {
    RetentionOver,
    LawfulRequest,
}

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "KeepingEvent"))]
pub enum Event {
    SubjectAccessAsked { due: Date },
    CopyReady(CopyFile),
    LegalHoldPlaced { reason: SheetId },
    LegalHoldLifted,
    Erased { grounds: ErasureGrounds },
}
