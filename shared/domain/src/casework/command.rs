//! What is asked in the nurse's work on a case, and why it may be refused.

use super::{
    CloseCode, ContactOutcome, ContactWay, Dates, Question, StopCode, TreatingDoctor, WhoseMailBox,
};
use crate::Party;
use crate::access::MailBox;
use crate::directory::Specialty;
use crate::ids::{DoctorId, SheetId, StaffId, TaskId};
use crate::sheet::Class;
use jiff::Timestamp;

/// Questions, treating doctors and open tasks of one case, at most.
pub const QUESTIONS_MAX: usize = 20;

pub const DOCTORS_MAX: usize = 8;

/// Doctors ever named in one case, those included who do not treat the member any more.
pub const NAMED_MAX: usize = 24;

pub const TASKS_MAX: usize = 50;

/// Notes of one case, and complaints of one party that may be open at once, at most.
pub const NOTES_MAX: usize = 5000;

pub const COMPLAINTS_MAX: usize = 5;

/// Minutes for which a nurse who has no part in a case may read it after breaking the glass.
pub const GLASS_MINUTES: i64 = 60;

/// The member agrees to it, as they told our own people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemberAgrees;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The first nurse, or another in their place.
    Assign {
        nurse: StaffId,
    },
    Cover {
        nurse: StaffId,
        until: Timestamp,
    },
    Introduce,
    /// Words only with consent: before it the outcome alone is noted.
    LogContact {
        way: ContactWay,
        with: Party,
        outcome: ContactOutcome,
        sheet: Option<SheetId>,
    },
    AddNote {
        sheet: SheetId,
        class: Class,
    },
    /// A note is never edited: a correction follows it. The case only counts its notes, so whoever asks has
    /// looked for the one that is corrected; nothing where there is none.
    CorrectNote {
        sheet: SheetId,
        corrects: Option<SheetId>,
    },
    MarkUrgent,
    Pause {
        reason: SheetId,
    },
    Resume,
    AddTask {
        task: TaskId,
        sheet: SheetId,
    },
    FinishTask {
        task: TaskId,
    },
    RecordNeeds {
        sheet: SheetId,
        specialty: Specialty,
    },
    AddQuestion(Question),
    SetDates(Dates),
    /// With the worst that is true of the doctor's and the secretary's address.
    NameDoctor {
        doctor: TreatingDoctor,
        at: WhoseMailBox,
    },
    CorrectDoctor {
        doctor: TreatingDoctor,
        at: WhoseMailBox,
        mail: MailBox,
    },
    WithdrawDoctor {
        doctor: DoctorId,
        reason: SheetId,
    },
    /// By the clinical lead.
    AllowEmployerAddress {
        reason: SheetId,
        agreed: Option<MemberAgrees>,
    },
    /// By the party themselves, or by the nurse who heard it.
    Complain {
        sheet: SheetId,
        by: Party,
    },
    AnswerComplaint {
        complaint: SheetId,
        answer: SheetId,
    },
    /// A nurse without a part in the case must read it now, and says why.
    BreakGlass {
        reason: SheetId,
    },
    Stop {
        code: StopCode,
        reason: SheetId,
    },
    Close {
        code: CloseCode,
    },
    RecordDeath,
}

impl Command {
    /// What closing, erasing and the law still need of a case that has ended.
    pub(crate) fn outlives_the_end(&self) -> bool {
        matches!(
            self,
            Self::LogContact { .. }
                | Self::Complain { .. }
                | Self::AnswerComplaint { .. }
                | Self::BreakGlass { .. }
                | Self::RecordDeath
        )
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("that nurse already owns the case")]
    AlreadyAssigned,
    #[error("the introduction has already been sent")]
    AlreadyIntroduced,
    #[error("cover must end in the future")]
    CoverInThePast,
    #[error("the case is already marked urgent")]
    AlreadyUrgent,
    #[error("the case is already paused")]
    AlreadyPaused,
    #[error("the case is not paused")]
    NotPaused,
    #[error("there is no such open task")]
    NoSuchTask,
    #[error("there is no such note")]
    NoSuchNote,
    #[error("there is no such open complaint")]
    NoSuchComplaint,
    #[error("the case is yours to read already")]
    GlassNotNeeded,
    #[error("that is already there")]
    AlreadyThere,
    #[error("there are too many already")]
    TooMany,
    #[error("there is no such treating doctor")]
    NoSuchDoctor,
    #[error("the doctor has been withdrawn from the case")]
    DoctorWithdrawn,
    #[error("that is the member's own address; a doctor needs their own")]
    MembersAddress,
    #[error(
        "that address is at the member's employer; the clinical lead may allow it with the member's agreement"
    )]
    EmployersAddress,
    #[error("the member has to agree to it first")]
    MemberHasNotAgreed,
    #[error("the specialist who has the case could not keep it; replace them first")]
    SpecialistInTheWay,
    #[error("the latest safe date is before the planned one, or in the past")]
    DatesDoNotFit,
    #[error("the case can be closed once the report is released and followed up")]
    NotFollowedUp,
    #[error("the member's death is already recorded")]
    DeathAlreadyRecorded,
}
