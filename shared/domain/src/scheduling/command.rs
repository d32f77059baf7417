//! What is asked of an appointment, and why it may be refused.

use super::{Absentee, Mode, NotNeededFor, Slot};
use crate::ids::AppointmentId;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Book { appointment: AppointmentId, slot: Slot, mode: Mode },
    Move { slot: Slot, mode: Mode },
    Cancel,
    NoteHeld,
    NoteMissed { by: Absentee },
    NotNeeded { why: NotNeededFor },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("the specialist has not reviewed the case yet")]
    NotReviewed,
    #[error("a consultation is already booked")]
    AlreadyBooked,
    #[error("no consultation is booked")]
    NotBooked,
    #[error(
        "an appointment starts on a quarter of an hour, in the future, and lasts at most three hours"
    )]
    BadSlot,
    #[error("somebody else has that slot")]
    SlotTaken,
    #[error("the consultation has already been held, or is not needed")]
    AlreadyDone,
    #[error("the consultation has not started yet")]
    NotStarted,
}
