//! Casework: the nurse's work on a case, and how a case ends.

pub(crate) mod apply;
mod assigning;
mod command;
mod complaints;
pub(crate) mod decide;
mod ending;
mod event;
mod facts;
mod pace;
mod sheets;

pub use crate::due::FOLLOW_UP_DAYS;
pub use assigning::{Candidate, choose, skills_wanted};
pub use command::{
    COMPLAINTS_MAX, Command, DOCTORS_MAX, GLASS_MINUTES, NOTES_MAX, QUESTIONS_MAX, Refusal,
    TASKS_MAX,
};
pub use event::{CloseCode, ContactWay, Event, StopCode};
pub use facts::{
    Assigned, BrokenGlass, Complaint, CoveringNurse, Dates, DoctorAddress, Facts, OpenTask, Pause,
    Question, TreatingDoctor, Understood,
};
pub use sheets::{DoctorDetails, Needs, QuestionWords};
