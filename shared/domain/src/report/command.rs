//! What is asked of a review and a report, and why it may be refused.

use super::{Findings, Followed, Phoned, Recipient};
use crate::ids::{ConcernId, DocumentId, QuestionId, SheetId};
use crate::scheduling::Mode;
use std::collections::BTreeSet;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Review { mode: Option<Mode>, sheet: Option<SheetId> },
    RaiseConcern { concern: ConcernId, sheet: SheetId },
    AnswerConcern { concern: ConcernId, sheet: SheetId, phoned: Vec<Phoned> },
    Draft { sheet: SheetId },
    Upload(Upload),
    Return { reason: SheetId },
    Release { call: Option<CallOffered> },
    Read,
    SendOn { to: Recipient },
    AnswerFollowUp { followed: Followed, sheet: Option<SheetId> },
}

/// A version as the specialist hands it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub version: u32,
    pub sheet: SheetId,
    pub document: Option<DocumentId>,
    /// The questions that have words: an answer, or why there can be none.
    pub answered: BTreeSet<QuestionId>,
    pub findings: Findings,
}

/// The nurse offered the member a call before a major change is released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallOffered;

impl Command {
    /// The member keeps their own reading, a follow-up may come late, and nobody's danger ends with a case.
    pub(crate) fn outlives_the_end(&self) -> bool {
        matches!(
            self,
            Self::Read
                | Self::AnswerFollowUp { .. }
                | Self::RaiseConcern { .. }
                | Self::AnswerConcern { .. }
        )
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("the case has not been handed over yet")]
    NotHandedOver,
    #[error("the review is already done")]
    AlreadyReviewed,
    #[error("the case has not been reviewed yet")]
    NotReviewed,
    #[error("there is no such open concern")]
    NoSuchConcern,
    #[error("say who was phoned about it, and when")]
    NobodyPhoned,
    #[error("there are too many already")]
    TooMany,
    #[error("the version before it is still being checked")]
    VersionPending,
    #[error("a report is handed in as the next version")]
    NotTheNextVersion,
    #[error("there is no report to check")]
    NoReport,
    #[error("that version has been returned")]
    VersionReturned,
    #[error("that version has already been released")]
    AlreadyReleased,
    #[error("a question has neither an answer nor a reason why there is none")]
    QuestionOpen,
    #[error("the findings are not whole")]
    FindingsPartial,
    #[error("a file was taken back since; return the report, and ask what it rests on")]
    FileTakenBack,
    #[error("the document is still being checked, or was refused")]
    DocumentNotClean,
    #[error("the consultation has not been held, nor declared unnecessary")]
    NoConsultation,
    #[error("offer the member a call before a major change is released")]
    CallNotOffered,
    #[error("no report has been released")]
    NotReleased,
    #[error("it has already been sent there")]
    AlreadySent,
    #[error("that has already been answered")]
    AlreadyAnswered,
}
