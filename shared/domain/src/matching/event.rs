//! What happens between an offer and its acceptance.

use super::Offered;
use crate::casework::Outlook;
use crate::ids::{SheetId, SpecialistId};
use serde::{Deserialize, Serialize};

/// Why a specialist is replaced by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ReplacedFor {
    /// They did not answer, or not in time.
    Silence,
    /// They gave the case back.
    Refusal,
    /// A conflict of interest came to light.
    Conflict,
    /// They are ill or away.
    Absence,
    /// The member asked for others.
    MembersWish,
    /// A treating doctor works where they work, or another specialty is needed now.
    NotEligible,
}

/// Whose yes is asked for again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Yes {
    /// The member's choice.
    Choice,
    /// The specialist's acceptance.
    Acceptance,
}

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "MatchingEvent"))]
pub enum Event {
    OfferMade {
        specialists: Vec<Offered>,
    },
    /// One of those offered is not eligible any more.
    OfferWithdrawn,
    SpecialistChosen {
        specialist: SpecialistId,
        shown: Outlook,
        reason: Option<SheetId>,
    },
    /// The member keeps their choice with a later finish.
    ChoiceKept {
        shown: Outlook,
        reason: Option<SheetId>,
    },
    MoreAskedFor {
        reason: Option<SheetId>,
    },
    SpecialistAccepted {
        specialist: SpecialistId,
        shown: Outlook,
    },
    SpecialistDeclined {
        specialist: SpecialistId,
        reason: Option<SheetId>,
    },
    SpecialistReplaced {
        specialist: SpecialistId,
        why: ReplacedFor,
    },
    /// The finish has slipped beyond what was shown with that yes.
    AskedAgain {
        specialist: SpecialistId,
        yes: Yes,
    },
}
