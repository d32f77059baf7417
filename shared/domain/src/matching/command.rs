//! What is asked between an offer and its acceptance, and why it may be refused.

use crate::directory::Specialist;
use crate::ids::{SheetId, SpecialistId};

/// The specialist says that the delay expected is acceptable, as the treating doctor does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelayAcceptable;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The entries as they are in the directory at this moment.
    Offer {
        specialists: Vec<Specialist>,
    },
    Choose {
        specialist: SpecialistId,
    },
    AskForMore {
        reason: Option<SheetId>,
    },
    Accept {
        delay: Option<DelayAcceptable>,
    },
    Decline {
        reason: Option<SheetId>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("the member's needs have not been recorded yet")]
    NeedsNotRecorded,
    #[error("no treating doctor has been named, so independence cannot be told")]
    NoDoctorNamed,
    #[error("two or three specialists are offered")]
    NotTwoOrThree,
    #[error("one of them cannot be offered for this case")]
    NotEligible,
    #[error("a specialist has already accepted")]
    AlreadyAccepted,
    #[error("that specialist is not among those offered")]
    NotOffered,
    #[error("there is no offer to choose from")]
    NoOffer,
    #[error("a specialist has already been chosen")]
    AlreadyChosen,
    #[error("please confirm that the expected delay is acceptable")]
    DelayNotAcceptable,
}
