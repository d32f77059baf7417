//! What is asked of a consent, and why it may be refused.

use super::{Capacity, Heard, Scope, Signatory, TypedName};
use crate::ids::{DocumentId, SheetId};
use std::collections::BTreeSet;

/// The member has been told that treatment may be delayed. Made only where they say so themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelayAcknowledged;

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    pub signatory: Signatory,
    pub capacity: Option<Capacity>,
    pub statement: u32,
    pub scopes: BTreeSet<Scope>,
    /// Whether the typed name is the member's: asked where the names can be opened.
    pub typed: TypedName,
    /// Nothing where the person did not say that they know of the delay.
    pub delay: Option<DelayAcknowledged>,
    pub signature: SheetId,
    /// The sheet with the copy to keep.
    pub copy: SheetId,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Give(Sign),
    Record {
        sign: Sign,
        heard: Heard,
        scan: DocumentId,
    },
    Amend {
        scopes: BTreeSet<Scope>,
        typed: TypedName,
        signature: SheetId,
        copy: SheetId,
    },
    /// The nurse has phoned them: who signed may sign.
    ConfirmSignature,
    /// The nurse has phoned them: who signed may not, or was somebody else.
    RefuseSignature,
    Decline {
        reason: Option<SheetId>,
    },
    Remind,
    Lapse,
    Withdraw {
        reason: Option<SheetId>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("the introduction has not been sent yet")]
    NotIntroduced,
    #[error("consent has already been given")]
    AlreadyGiven,
    #[error("the statement has changed since it was shown; please read the new one")]
    StatementChanged,
    #[error("please confirm that you know treatment may be delayed")]
    DelayNotAcknowledged,
    #[error("please allow us at least to ask for your records, or to show yours to the specialist")]
    NothingAllowed,
    #[error("only the member can allow more than they have signed")]
    OnlyTheMemberAllowsMore,
    #[error("please say by what right you sign for them")]
    CapacityNeeded,
    #[error("a person with parental responsibility signs for someone under 16")]
    ParentNeeded,
    #[error("only someone under 16 is signed for by a parent")]
    NotAChild,
    #[error("the scanned form is not here yet, or is still being checked")]
    ScanNotClean,
    #[error("nothing has been given that could be withdrawn; you can decline instead")]
    NothingToWithdraw,
    #[error("no signature waits to be confirmed")]
    NothingToConfirm,
    #[error("it is not yet time")]
    NotDue,
}
