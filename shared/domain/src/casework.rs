//! Casework: the nurse's work on a case, and how a case ends.

mod assigning;
mod ending;
mod facts;
mod keeping;

pub use assigning::{Candidate, Skill, choose, skills_wanted};
pub use ending::FOLLOW_UP_DAYS;
pub use facts::{
    Assigned, Complaint, Cover, Dates, DoctorAddress, Facts, Hold, OpenTask, Question,
    TreatingDoctor, Understood,
};
pub use keeping::{
    ACCESS_REQUESTS_MAX, AccessRequest, Bundle, outlives_erasure, reader_outlives_erasure,
};

use crate::access::Party;
use crate::calendar::london;
use crate::case::Ending;
use crate::directory::Specialty;
use crate::ids::{SheetId, StaffId, TaskId};
use crate::refusal::Gate;
use crate::sheet::Class;
use crate::{Actor, Case};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Questions, treating doctors and open tasks of one case, at most.
pub const QUESTIONS_MAX: usize = 20;
pub const DOCTORS_MAX: usize = 8;
pub const TASKS_MAX: usize = 50;
/// Notes of one case, and complaints of one party that may stand open at once, at most.
pub const NOTES_MAX: usize = 1000;
pub const COMPLAINTS_MAX: usize = 5;
/// Minutes for which a nurse who has no part in a case may read it after breaking the glass.
pub const GLASS_MINUTES: i64 = 60;

/// How the nurse was in contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContactWay {
    Call,
    Conference,
    Mail,
}

/// Why a case was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StopCode {
    MemberUnreachable,
    NoSpecialist,
    GoAheadRefused,
    TreatmentCannotWait,
    ReferredInError,
    Other,
}

/// Why a case was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CloseCode {
    OpinionGiven,
    OpinionGivenNoFollowUp,
}

/// Why a case may be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErasureGrounds {
    RetentionOver,
    LawfulRequest,
}

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Event {
    NurseAssigned { nurse: StaffId },
    NurseReassigned { nurse: StaffId },
    NurseCovered { nurse: StaffId, until: Timestamp },
    IntroductionSent,
    ContactLogged { way: ContactWay, sheet: SheetId },
    NoteAdded { sheet: SheetId, class: Class },
    NoteCorrected { sheet: SheetId, corrects: SheetId },
    MarkedUrgent,
    Held { reason: SheetId },
    Resumed,
    TaskAdded { task: TaskId, sheet: SheetId },
    TaskDone { task: TaskId },
    NeedsRecorded { sheet: SheetId, specialty: Specialty },
    QuestionAdded(Question),
    DatesSet(Dates),
    DoctorNamed(TreatingDoctor),
    ComplaintMade { sheet: SheetId, by: Party },
    ComplaintAnswered { complaint: SheetId, answer: SheetId },
    GlassBroken { nurse: StaffId, reason: SheetId, until: Timestamp },
    SubjectAccessAsked { due: Date },
    SubjectAccessReady(Bundle),
    Stopped { code: StopCode, reason: SheetId },
    Closed { code: CloseCode },
    MemberDied,
    LegalHoldPlaced { reason: SheetId },
    LegalHoldLifted,
    Erased { grounds: ErasureGrounds },
}

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
    LogContact {
        way: ContactWay,
        sheet: SheetId,
    },
    AddNote {
        sheet: SheetId,
        class: Class,
    },
    /// A note is never edited: a correction follows it.
    CorrectNote {
        sheet: SheetId,
        corrects: SheetId,
    },
    MarkUrgent,
    Hold {
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
    NameDoctor(TreatingDoctor),
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
    /// Everything that is held about the member is to be put together for them.
    AskSubjectAccess,
    /// The bundle lies ready.
    FinishSubjectAccess(Bundle),
    Stop {
        code: StopCode,
        reason: SheetId,
    },
    Close {
        code: CloseCode,
    },
    RecordDeath,
    PlaceLegalHold {
        reason: SheetId,
    },
    LiftLegalHold,
    Erase {
        grounds: ErasureGrounds,
    },
}

impl Command {
    /// What closing, erasing and the law still need of a case that has ended.
    pub(crate) fn outlives_the_end(&self) -> bool {
        matches!(
            self,
            Self::Complain { .. }
                | Self::AnswerComplaint { .. }
                | Self::BreakGlass { .. }
                | Self::AskSubjectAccess
                | Self::FinishSubjectAccess(_)
                | Self::RecordDeath
                | Self::PlaceLegalHold { .. }
                | Self::LiftLegalHold
                | Self::Erase { .. }
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
    #[error("the case is already on hold")]
    AlreadyOnHold,
    #[error("the case is not on hold")]
    NotOnHold,
    #[error("there is no such open task")]
    NoSuchTask,
    #[error("there is no such note")]
    NoSuchNote,
    #[error("there is no such open complaint")]
    NoSuchComplaint,
    #[error("the case is yours to read already")]
    GlassNotNeeded,
    #[error("a copy is being made already")]
    AlreadyAsked,
    #[error("no copy is being made")]
    NotAsked,
    #[error("that is already there")]
    AlreadyThere,
    #[error("there are too many already")]
    TooMany,
    #[error("the latest safe date lies before the planned one, or in the past")]
    DatesDoNotFit,
    #[error("the case can be closed once the report is released and followed up")]
    NotFollowedUp,
    #[error("the member's death is already recorded")]
    DeathAlreadyRecorded,
    #[error("a legal hold already stands")]
    AlreadyHeld,
    #[error("no legal hold stands")]
    NotHeld,
    #[error("a legal hold stops the erasure")]
    LegalHold,
    #[error("the time for which it must be kept is not over")]
    RetentionNotOver,
    #[error("a case is erased after it has ended")]
    StillOpen,
}

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let event = match command {
        Command::Assign { nurse } => assigning::assign(case, by, nurse, now)?,
        Command::Cover { nurse, until } => {
            by.owning_nurse(case, now)?;
            ensure(until > now, Refusal::CoverInThePast)?;
            Event::NurseCovered { nurse, until }
        }
        Command::Introduce => {
            by.owning_nurse(case, now)?;
            ensure(case.casework.introduced.is_none(), Refusal::AlreadyIntroduced)?;
            Event::IntroductionSent
        }
        Command::LogContact { way, sheet } => {
            by.owning_nurse(case, now)?;
            Event::ContactLogged { way, sheet }
        }
        Command::AddNote { sheet, class } => {
            may_note(case, by, class, now)?;
            Event::NoteAdded { sheet, class }
        }
        Command::CorrectNote { sheet, corrects } => {
            may_note(case, by, Class::Clinical, now)?;
            ensure(case.casework.notes.contains(&corrects), Refusal::NoSuchNote)?;
            Event::NoteCorrected { sheet, corrects }
        }
        Command::MarkUrgent => {
            by.owning_nurse(case, now)?;
            ensure(case.casework.urgent.is_none(), Refusal::AlreadyUrgent)?;
            Event::MarkedUrgent
        }
        Command::Hold { reason } => {
            by.owning_nurse(case, now)?;
            ensure(case.casework.hold.is_none(), Refusal::AlreadyOnHold)?;
            Event::Held { reason }
        }
        Command::Resume => {
            by.owning_nurse(case, now)?;
            ensure(case.casework.hold.is_some(), Refusal::NotOnHold)?;
            Event::Resumed
        }
        Command::AddTask { task, sheet } => {
            by.owning_nurse(case, now)?;
            ensure(case.casework.open_tasks.len() < TASKS_MAX, Refusal::TooMany)?;
            ensure(!case.casework.is_open(&task), Refusal::AlreadyThere)?;
            Event::TaskAdded { task, sheet }
        }
        Command::FinishTask { task } => {
            by.owning_nurse(case, now)?;
            ensure(case.casework.is_open(&task), Refusal::NoSuchTask)?;
            Event::TaskDone { task }
        }
        Command::RecordNeeds { .. }
        | Command::AddQuestion(_)
        | Command::SetDates(_)
        | Command::NameDoctor(_) => understand(case, by, command, now)?,
        Command::Complain { .. } | Command::AnswerComplaint { .. } => {
            complaint(case, by, command, now)?
        }
        Command::BreakGlass { reason } => break_glass(case, by, reason, now)?,
        Command::AskSubjectAccess
        | Command::FinishSubjectAccess(_)
        | Command::PlaceLegalHold { .. }
        | Command::LiftLegalHold
        | Command::Erase { .. } => keeping::keep(case, by, command, now)?,
        _ => return ending::end(case, by, command, now),
    };
    Ok(vec![event.into()])
}

fn may_note(case: &Case, by: &Actor, class: Class, now: Timestamp) -> Result<(), crate::Refusal> {
    by.owning_nurse(case, now)?;
    if class == Class::Clinical {
        case.standing_consent()?;
    }
    Ok(ensure(case.casework.notes.len() < NOTES_MAX, Refusal::TooMany)?)
}

/// Any party may complain, or the nurse notes what they said; the nurse or the clinical lead answers.
fn complaint(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    let open = &case.casework.complaints;
    match command {
        Command::Complain { sheet, by: party } => {
            if party.actor() != *by {
                by.owning_nurse(case, now)?;
            }
            let own = open.iter().filter(|it| it.by == party).count();
            ensure(own < COMPLAINTS_MAX, Refusal::TooMany)?;
            Ok(Event::ComplaintMade { sheet, by: party })
        }
        Command::AnswerComplaint { complaint, answer } => {
            by.owning_nurse(case, now).map(|_| ()).or_else(|_| by.clinical_lead())?;
            ensure(open.iter().any(|it| it.sheet == complaint), Refusal::NoSuchComplaint)?;
            Ok(Event::ComplaintAnswered { complaint, answer })
        }
        _ => Err(Gate::NotAllowed.into()),
    }
}

/// For reading only: no command is allowed by it. The clinical lead is told.
fn break_glass(
    case: &Case,
    by: &Actor,
    reason: SheetId,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    let nurse = by.any_nurse()?;
    let reads = case.casework.is_nurse_of_case(nurse, now);
    ensure(!reads && !case.casework.has_broken_glass(nurse, now), Refusal::GlassNotNeeded)?;
    let until = now.checked_add(GLASS_MINUTES.minutes()).unwrap_or(now);
    Ok(Event::GlassBroken { nurse: nurse.clone(), reason, until })
}

/// What the nurse learns from the member. It is clinical, so it needs consent.
fn understand(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now)?;
    case.standing_consent()?;
    let facts = &case.casework;
    match command {
        Command::RecordNeeds { sheet, specialty } => Ok(Event::NeedsRecorded { sheet, specialty }),
        Command::AddQuestion(question) => {
            let there = facts.questions.iter().any(|it| it.question == question.question);
            ensure(!there, Refusal::AlreadyThere)?;
            ensure(facts.questions.len() < QUESTIONS_MAX, Refusal::TooMany)?;
            Ok(Event::QuestionAdded(question))
        }
        Command::SetDates(dates) => {
            let in_order = dates.planned.is_none_or(|planned| planned <= dates.latest_safe);
            let ahead = dates.latest_safe >= london(now).date();
            ensure(in_order && ahead, Refusal::DatesDoNotFit)?;
            Ok(Event::DatesSet(dates))
        }
        Command::NameDoctor(doctor) => {
            ensure(facts.doctor(&doctor.doctor).is_none(), Refusal::AlreadyThere)?;
            ensure(facts.doctors.len() < DOCTORS_MAX, Refusal::TooMany)?;
            Ok(Event::DoctorNamed(doctor))
        }
        _ => Err(Gate::NotAllowed.into()),
    }
}

pub(crate) fn ensure<E>(holds: bool, otherwise: E) -> Result<(), E> {
    if holds { Ok(()) } else { Err(otherwise) }
}

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let facts = &mut case.casework;
    match event {
        Event::NurseAssigned { nurse } | Event::NurseReassigned { nurse } => {
            facts.nurse = Some(Assigned { nurse: nurse.clone(), at });
            facts.cover = None;
        }
        Event::NurseCovered { nurse, until } => {
            facts.cover = Some(Cover { nurse: nurse.clone(), until: *until });
        }
        Event::IntroductionSent => facts.introduced = Some(at),
        Event::ContactLogged { .. } => {
            facts.contacts += 1;
            case.access.unreached.clear();
        }
        Event::NoteAdded { sheet, .. } | Event::NoteCorrected { sheet, .. } => {
            facts.notes.push(sheet.clone());
        }
        Event::MarkedUrgent => facts.urgent = Some(at),
        Event::Held { reason } => {
            facts.hold = Some(Hold { reason: reason.clone(), at });
        }
        Event::Resumed => facts.hold = None,
        Event::TaskAdded { task, sheet } => {
            facts.open_tasks.push(OpenTask { task: task.clone(), sheet: sheet.clone() });
        }
        Event::TaskDone { task } => facts.open_tasks.retain(|open| open.task != *task),
        Event::NeedsRecorded { sheet, specialty } => {
            facts.needs =
                Some(Understood { sheet: sheet.clone(), specialty: specialty.clone(), at });
        }
        Event::QuestionAdded(question) => facts.questions.push(question.clone()),
        Event::DatesSet(dates) => facts.dates = Some(*dates),
        Event::DoctorNamed(doctor) => facts.doctors.push(doctor.clone()),
        Event::ComplaintMade { sheet, by } => {
            facts.complaints.push(Complaint { sheet: sheet.clone(), by: by.clone(), at });
        }
        Event::ComplaintAnswered { complaint, .. } => {
            facts.complaints.retain(|open| open.sheet != *complaint);
        }
        Event::GlassBroken { nurse, until, .. } => {
            facts.glass.retain(|glass| at < glass.until);
            facts.glass.push(Cover { nurse: nurse.clone(), until: *until });
        }
        Event::SubjectAccessAsked { .. } | Event::SubjectAccessReady(_) => {
            keeping::apply(facts, event, at);
        }
        Event::Stopped { .. } => case.end(Ending::Stopped, at),
        Event::Closed { .. } => case.end(Ending::Closed, at),
        Event::MemberDied => {
            facts.died = Some(at);
            case.end(Ending::MemberDied, at);
        }
        Event::LegalHoldPlaced { reason } => keeping::place_hold(case, reason, at),
        Event::LegalHoldLifted => case.legal_hold = None,
        Event::Erased { .. } => keeping::forget(case, at),
    }
}
