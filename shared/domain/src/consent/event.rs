//! What happens to a consent.

use super::{Capacity, Heard, Scope, Signatory};
use crate::ids::{DocumentId, SheetId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ConsentEvent"))]
pub enum Event {
    Given {
        signatory: Signatory,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        capacity: Option<Capacity>,
        statement: u32,
        statement_hash: String,
        scopes: BTreeSet<Scope>,
        signature: SheetId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        copy: Option<SheetId>,
    },
    Recorded {
        signatory: Signatory,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        capacity: Option<Capacity>,
        statement: u32,
        statement_hash: String,
        scopes: BTreeSet<Scope>,
        signature: SheetId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        copy: Option<SheetId>,
        #[serde(default)]
        heard: Heard,
        scan: DocumentId,
    },
    Amended {
        scopes: BTreeSet<Scope>,
        signature: SheetId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        copy: Option<SheetId>,
    },
    Declined {
        reason: Option<SheetId>,
    },
    Reminded {
        reminder: u32,
    },
    Lapsed,
    Withdrawn {
        reason: Option<SheetId>,
    },
}
