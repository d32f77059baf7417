//! What happens to the go-ahead, the checklist and the documents.

use super::{ChecklistItem, Content, DocumentRefused, GoOn, Use};
use crate::ids::{DoctorId, DocumentId, SheetId};
use crate::money::Pence;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "RecordsEvent"))]
pub enum Event {
    Asked {
        doctor: DoctorId,
        checklist: Vec<ChecklistItem>,
    },
    Chased {
        doctor: DoctorId,
        chase: u32,
    },
    GoAheadConfirmed {
        doctor: DoctorId,
    },
    GoAheadObjected {
        doctor: DoctorId,
        reason: SheetId,
    },
    GoAheadDecided {
        go_on: GoOn,
        reason: SheetId,
    },
    DocumentAnnounced {
        document: DocumentId,
        used_for: Use,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dated: Option<Date>,
    },
    DocumentClean {
        document: DocumentId,
        content: Content,
    },
    DocumentRefused {
        document: DocumentId,
        why: DocumentRefused,
    },
    Received {
        item: ChecklistItem,
        document: DocumentId,
    },
    NotAvailable {
        item: ChecklistItem,
        reason: SheetId,
    },
    CopyingFeeClaimed {
        doctor: DoctorId,
        pence: Pence,
    },
    Completed,
    Reopened {
        reason: SheetId,
    },
    HandedOver,
}
