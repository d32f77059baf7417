//! What is asked of a case as something that is kept, and why it may be refused.

use super::{CopyFile, ErasureGrounds};
use crate::ids::SheetId;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Everything that is held about the member is to be put together for them.
    AskSubjectAccess,
    /// The copy has been made.
    FinishCopy(CopyFile),
    PlaceLegalHold {
        reason: SheetId,
    },
    LiftLegalHold,
    Erase {
        grounds: ErasureGrounds,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("a copy is being made already")]
    AlreadyAsked,
    #[error("no copy is being made")]
    NotAsked,
    #[error("there are too many requests already")]
    TooMany,
    #[error("a legal hold has been placed already")]
    AlreadyHeld,
    #[error("there is no legal hold to lift")]
    NotHeld,
    #[error("a legal hold stops the erasure")]
    LegalHold,
    #[error("the time for which it must be kept is not over")]
    RetentionNotOver,
    #[error("a case is erased after it has ended")]
    StillOpen,
}
