//! What is asked of a case as something that is kept, and why it may be refused.

use super::{CopyFile, ErasureGrounds};
use crate::ids::SheetId;
use jiff::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Everything that is held about the member is to be put together for them.
    AskSubjectAccess,
    /// The copy has been made.
    /// With the moment at which the case was read for it.
    FinishCopy {
        copy: CopyFile,
        read: Timestamp,
    },
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
    #[error("a file was taken back while the copy was made")]
    FileTakenBack,
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
