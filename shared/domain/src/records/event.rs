//! What happens to the go-ahead, the checklist and the documents.

use super::{ChecklistItem, Content, DocumentRefused, GoOn, Use};
use crate::casework::Outlook;
use crate::ids::{DoctorId, DocumentId, SheetId};
use crate::money::Pence;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a doctor is chased for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ChasedFor {
    GoAhead,
    /// They said yes, and papers are still missing.
    Papers,
}

/// Whose go-ahead it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum GoAheadBy {
    Doctor(DoctorId),
    /// Who decided after an objection, or silence.
    ClinicalLead,
}

/// Why records that were complete are not any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ReopenedFor {
    /// What somebody found missing, in their words.
    Reason(SheetId),
    /// A doctor was named or corrected, who may have more.
    DoctorsChanged,
    /// Another specialty is needed, with another list.
    NeedsChanged,
    /// Something is to come after all.
    AvailableAfterAll,
    /// The only file for something was sent by mistake.
    DocumentTakenBack,
}

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
        why: ChasedFor,
    },
    GoAheadConfirmed {
        doctor: DoctorId,
        shown: Outlook,
    },
    GoAheadObjected {
        doctor: DoctorId,
        reason: SheetId,
    },
    GoAheadDecided {
        go_on: GoOn,
        reason: SheetId,
        /// Nothing once the report is released.
        shown: Option<Outlook>,
    },
    /// The finish has slipped beyond what was shown with that yes.
    GoAheadAskedAgain {
        of: GoAheadBy,
    },
    /// More than the checklist had, or the same again: of one doctor, or of every doctor asked.
    ItemsAsked {
        items: Vec<ChecklistItem>,
        doctor: Option<DoctorId>,
        reason: Option<SheetId>,
    },
    /// Papers that were received and do not count any more, because they have become too old.
    PapersOutdated {
        items: Vec<ChecklistItem>,
    },
    DocumentAnnounced {
        document: DocumentId,
        used_for: Use,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dated: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<SheetId>,
    },
    DocumentClean {
        document: DocumentId,
        content: Content,
    },
    DocumentRefused {
        document: DocumentId,
        why: DocumentRefused,
    },
    /// It was sent by mistake. Its bytes are deleted.
    DocumentTakenBack {
        document: DocumentId,
    },
    Received {
        item: ChecklistItem,
        document: DocumentId,
    },
    NotAvailable {
        item: ChecklistItem,
        reason: SheetId,
    },
    AvailableAfterAll {
        item: ChecklistItem,
    },
    CopyingFeeClaimed {
        doctor: DoctorId,
        pence: Pence,
    },
    Completed,
    Reopened {
        why: ReopenedFor,
    },
    HandedOver,
}
