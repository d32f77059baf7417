//! A change: events, and everything that must be written together with them or not at all.

use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::{Actor, Event};
use runtime::Fault;

/// What stopped a change: what it means that the condition of one of its parts failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clash {
    /// Another writer came first.
    Version,
    /// A quantum is held by another case, or was never offered.
    Slot,
    /// The session is no longer open.
    Access,
    /// The same request has been answered before.
    Answer,
    /// The same member has another case, claimed earlier.
    Duplicate,
}

/// One write of a change, and what it means if its condition fails.
#[derive(Debug, Clone)]
#[must_use = "a part is written only as part of a change"]
pub struct ChangePart {
    pub(crate) write: TransactWriteItem,
    pub(crate) clash: Clash,
}

/// Events of one case, by one actor, with whatever they claim, spend and seal.
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
