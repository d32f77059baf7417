//! What happens to a review and a report.

use super::{CallBefore, FindingsState, Followed, Recipient};
use crate::Party;
use crate::ids::{ConcernId, DocumentId, QuestionId, SheetId};
use crate::scheduling::Mode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who was phoned about an urgent concern, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Phoned {
    pub who: Party,
    pub at: Timestamp,
}

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ReportEvent"))]
pub enum Event {
    Reviewed {
        mode: Option<Mode>,
        sheet: Option<SheetId>,
    },
    UrgentConcernRaised {
        concern: ConcernId,
        sheet: SheetId,
    },
    UrgentConcernAnswered {
        concern: ConcernId,
        sheet: SheetId,
        phoned: Vec<Phoned>,
    },
    Drafted {
        sheet: SheetId,
    },
    Uploaded {
        version: u32,
        sheet: SheetId,
        document: Option<DocumentId>,
        answered: BTreeSet<QuestionId>,
        findings: FindingsState,
        call: CallBefore,
    },
    Returned {
        version: u32,
        reason: SheetId,
    },
    Released {
        version: u32,
    },
    Read {
        version: u32,
    },
    SentOn {
        version: u32,
        to: Recipient,
    },
    FollowUpAnswered {
        followed: Followed,
        sheet: Option<SheetId>,
    },
}
