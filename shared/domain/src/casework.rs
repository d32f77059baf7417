//! Casework: the nurse's work on a case, and how a case ends.

pub(crate) mod apply;
mod assigning;
mod command;
mod complaints;
pub(crate) mod decide;
mod doctors;
mod ending;
mod event;
mod facts;
mod pace;
mod sheets;

pub use crate::due::FOLLOW_UP_DAYS;
pub use assigning::{Candidate, choose, skills_wanted};
pub use command::{
    COMPLAINTS_MAX, Command, DOCTORS_MAX, GLASS_MINUTES, MemberAgrees, NAMED_MAX, NOTES_MAX,
    QUESTIONS_MAX, Refusal, TASKS_MAX,
};
pub use event::{CloseCode, ContactOutcome, ContactWay, Event, StopCode};
pub use facts::{
    AnsweredComplaint, Assigned, BrokenGlass, Complaint, CoveringNurse, Dates, DoctorAddress,
    Facts, NotAnOutlook, OpenTask, Outlook, Pause, Question, TreatingDoctor, Understood,
    WhoseMailBox,
};
pub use sheets::{DoctorDetails, Needs, QuestionWords};
