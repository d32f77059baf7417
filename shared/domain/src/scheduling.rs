//! Scheduling: one consultation, on slots that nobody else can hold.

pub(crate) mod apply;
mod command;
pub(crate) mod decide;
mod event;
mod facts;

pub use command::{Command, Refusal};
pub use event::Event;
pub use facts::{
    Absentee, Appointment, Facts, Mode, NotNeededFor, QUANTA_MAX, QUANTUM_MINUTES, Slot,
};
