//! The gates that every capability shares. Behind one of them a command is refused, whatever it asks.

/// The gates that every capability shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Gate {
    #[error("there is no such case")]
    NoSuchCase,
    /// Answered as if the case did not exist: who may not know of it learns nothing.
    #[error("there is no such case")]
    NotYours,
    #[error("this is not for you to do")]
    NotAllowed,
    #[error("the case has ended")]
    Ended,
    #[error("the case has been erased")]
    Erased,
    #[error("the member has not consented")]
    NoConsent,
    #[error("it is not among what the member allows")]
    OutsideConsent,
    #[error("the signature has to be confirmed by phone first")]
    SignatureUnconfirmed,
    #[error("our clinical lead has to decide first whether the case goes on")]
    Undecided,
    #[error("no nurse is assigned yet")]
    NoNurse,
    #[error("the case is paused")]
    Paused,
}

/// Refuses unless it holds.
pub(crate) fn ensure<E>(holds: bool, otherwise: E) -> Result<(), E> {
    if holds { Ok(()) } else { Err(otherwise) }
}
