//! What is asked between an offer and its acceptance, and why it may be refused.

use super::{ReplacedFor, Yes};
use crate::casework::Outlook;
use crate::directory::Specialist;
use crate::ids::SheetId;

/// The specialist says that the delay expected is acceptable, as the treating doctor does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelayAcceptable;

/// The specialist has seen who the member and their doctors are, and knows of no conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoConflict;

/// Directory entries are as they are at this moment: each gate asks them again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Offer {
        specialists: Vec<Specialist>,
    },
    /// By the member, or by the nurse on their word.
    Choose {
        specialist: Box<Specialist>,
        shown: Outlook,
        reason: Option<SheetId>,
    },
    /// The member keeps their choice with the finish that is expected now.
    KeepChoice {
        shown: Outlook,
        reason: Option<SheetId>,
    },
    AskForMore {
        reason: Option<SheetId>,
    },
    Accept {
        specialist: Box<Specialist>,
        shown: Outlook,
        delay: Option<DelayAcceptable>,
        conflict: Option<NoConflict>,
    },
    Decline {
        reason: Option<SheetId>,
    },
    Replace {
        why: ReplacedFor,
    },
    /// By the clock, once the finish has slipped.
    AskAgain {
        yes: Yes,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("the member's needs have not been recorded yet")]
    NeedsNotRecorded,
    #[error("no treating doctor has been named, so independence cannot be told")]
    NoDoctorNamed,
    #[error(
        "two or three specialists are offered; where fewer are left, an operator adds some to the directory"
    )]
    NotTwoOrThree,
    #[error("one of them cannot be offered for this case")]
    NotEligible,
    #[error("that specialist cannot take this case any more; please ask for others")]
    NoLongerEligible,
    #[error("a specialist has already accepted")]
    AlreadyAccepted,
    #[error("that specialist is not among those offered")]
    NotOffered,
    #[error("there is no offer to choose from")]
    NoOffer,
    #[error("a specialist has already been chosen")]
    AlreadyChosen,
    #[error("no specialist has been chosen")]
    NotChosen,
    #[error("please confirm that the expected delay is acceptable")]
    DelayNotAcceptable,
    #[error("please confirm that you know of no conflict of interest")]
    ConflictNotAnswered,
    #[error("the expected finish has moved since you saw it; please look again")]
    FinishMoved,
    #[error("it would finish after the latest safe date; please say why you choose it")]
    ReasonNeeded,
    #[error("the choice was not asked for again")]
    NotAskedAgain,
    #[error("the case is already with the specialist; ask the nurse")]
    AlreadyHandedOver,
    #[error("a report has been released")]
    AlreadyReported,
}
