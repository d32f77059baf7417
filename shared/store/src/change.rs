//! A change: the events and everything that must be written with them, or not at all.

use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::{Actor, Event};
use runtime::Fault;

/// What stood in the way of a part, by position in the transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clash {
    /// Someone else wrote to the case first.
    Version,
    /// The slot is not free.
    Slot,
    /// The link, code or session was spent, replaced or is gone.
    Access,
    /// The same request has been answered before.
    Answer,
    /// A live referral of the same member stands.
    Duplicate,
}

/// One write of a transaction, and what it means when its condition fails.
#[derive(Debug, Clone)]
pub struct ChangePart {
    pub(crate) write: TransactWriteItem,
    pub(crate) clash: Clash,
}

/// Events of one case, by one actor, with what they claim, spend and seal.
#[derive(Debug, Clone)]
pub struct Change {
    pub(crate) by: Actor,
    pub(crate) events: Vec<Event>,
    pub(crate) parts: Vec<ChangePart>,
}

impl Change {
    pub fn of(by: &Actor, events: Vec<Event>) -> Self {
        Self { by: by.clone(), events, parts: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, part: impl IntoIterator<Item = ChangePart>) -> Self {
        self.parts.extend(part);
        self
    }
}

impl IntoIterator for ChangePart {
    type Item = Self;
    type IntoIter = std::iter::Once<Self>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self)
    }
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    #[error("the change clashed: {0:?}")]
    Clash(Clash),
    /// The domain said no before anything was sent.
    #[error(transparent)]
    Refused(#[from] domain::Refusal),
    #[error(transparent)]
    Fault(#[from] Fault),
}
