//! What happens to a consent.

use super::{Capacity, Heard, Scope, Signatory, TypedName};
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
        #[serde(default)]
        typed: TypedName,
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
        /// What was allowed before and is not any more.
        #[serde(default)]
        removed: BTreeSet<Scope>,
        /// What is allowed now and was not before.
        #[serde(default)]
        added: BTreeSet<Scope>,
        signature: SheetId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        copy: Option<SheetId>,
        #[serde(default)]
        typed: TypedName,
    },
    /// The nurse has heard by phone that who signed may sign.
    SignatureConfirmed,
    /// They may not, or it was somebody else: the member is asked again.
    SignatureRefused,
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
