//! Casework: the nurse's work on a case, and how a case ends.

use crate::access::Party;
use crate::calendar::london;
use crate::case::{Ending, LegalHold};
use crate::directory::Specialty;
use crate::ids::{DoctorId, HospitalId, QuestionId, SheetId, StaffId, TaskId};
use crate::refusal::Gate;
use crate::scheduling::with_cancellation;
use crate::sheet::Class;
use crate::{Actor, Case};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Questions, treating doctors and open tasks of one case, at most.
pub const QUESTIONS_MAX: usize = 20;
pub const DOCTORS_MAX: usize = 8;
pub const TASKS_MAX: usize = 50;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    pub nurse: Option<Assigned>,
    pub cover: Option<Cover>,
    pub introduced: Option<Timestamp>,
    pub urgent: Option<Timestamp>,
    pub hold: Option<Hold>,
    pub needs: Option<Understood>,
    pub questions: Vec<Question>,
    pub dates: Option<Dates>,
    pub doctors: Vec<TreatingDoctor>,
    pub open_tasks: Vec<OpenTask>,
    pub notes: u32,
    pub contacts: u32,
    pub complaints: u32,
    pub died: Option<Timestamp>,
}

/// A task that the nurse has set; its words are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenTask {
    pub task: TaskId,
    pub sheet: SheetId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    pub nurse: StaffId,
    pub at: Timestamp,
}

/// Another nurse acts for the owner until a moment, exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    pub nurse: StaffId,
    pub until: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    pub reason: SheetId,
    pub at: Timestamp,
}

/// That the needs were recorded; the words are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Understood {
    pub sheet: SheetId,
    pub specialty: Specialty,
    pub at: Timestamp,
}

/// A question that the opinion must answer; its words are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub question: QuestionId,
    pub sheet: SheetId,
}

/// When treatment is planned, and the last day on which it is still safe to start it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    pub planned: Option<Date>,
    pub latest_safe: Date,
}

/// A doctor who treats the member. Names and addresses are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TreatingDoctor {
    pub doctor: DoctorId,
    pub hospital: HospitalId,
    pub details: SheetId,
    pub address: DoctorAddress,
}

/// Whether the nurse has checked that the address is the doctor's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DoctorAddress {
    Unverified,
    Verified,
}

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

impl Facts {
    /// The owner, or the nurse who covers for them until a moment, exclusive.
    pub fn is_nurse_of_case(&self, nurse: &StaffId, now: Timestamp) -> bool {
        let covers = |cover: &Cover| &cover.nurse == nurse && now < cover.until;
        self.nurse.as_ref().is_some_and(|owner| &owner.nurse == nurse)
            || self.cover.as_ref().is_some_and(covers)
    }

    fn is_open(&self, task: &TaskId) -> bool {
        self.open_tasks.iter().any(|open| open.task == *task)
    }

    pub fn doctor(&self, id: &DoctorId) -> Option<&TreatingDoctor> {
        self.doctors.iter().find(|doctor| &doctor.doctor == id)
    }
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
    Complain {
        sheet: SheetId,
        by: Party,
    },
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
        Command::Assign { nurse } => assign(case, by, nurse, now)?,
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
            by.owning_nurse(case, now)?;
            if class == Class::Clinical {
                case.standing_consent()?;
            }
            Event::NoteAdded { sheet, class }
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
        Command::Complain { sheet, by: party } => {
            ensure(party.actor() == *by, Gate::NotAllowed)?;
            Event::ComplaintMade { sheet, by: party }
        }
        _ => {
            let end = end(case, by, command, now)?;
            let ends = matches!(end, Event::Stopped { .. } | Event::MemberDied);
            let end = end.into();
            return Ok(if ends { with_cancellation(case, end, now) } else { vec![end] });
        }
    };
    Ok(vec![event.into()])
}

/// A nurse takes the case or hands it on; the clinical lead may place it as well.
fn assign(
    case: &Case,
    by: &Actor,
    nurse: StaffId,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.any_nurse().map(|_| ()).or_else(|_| by.clinical_lead())?;
    match &case.casework.nurse {
        None => Ok(Event::NurseAssigned { nurse }),
        Some(owner) if owner.nurse == nurse => Err(Refusal::AlreadyAssigned.into()),
        Some(_) => {
            by.owning_nurse(case, now).map(|_| ()).or_else(|_| by.clinical_lead())?;
            Ok(Event::NurseReassigned { nurse })
        }
    }
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

fn end(case: &Case, by: &Actor, command: Command, now: Timestamp) -> Result<Event, crate::Refusal> {
    match command {
        Command::Stop { code, reason } => {
            by.member_or_nurse(case, now).or_else(|_| by.clinical_lead())?;
            Ok(Event::Stopped { code, reason })
        }
        Command::Close { code } => {
            by.owning_nurse(case, now).map(|_| ()).or_else(|_| by.clock())?;
            ensure(may_close(case, code, now), Refusal::NotFollowedUp)?;
            Ok(Event::Closed { code })
        }
        Command::RecordDeath => {
            by.any_nurse()?;
            ensure(case.casework.died.is_none(), Refusal::DeathAlreadyRecorded)?;
            Ok(Event::MemberDied)
        }
        Command::PlaceLegalHold { reason } => {
            by.operator()?;
            ensure(case.legal_hold.is_none(), Refusal::AlreadyHeld)?;
            Ok(Event::LegalHoldPlaced { reason })
        }
        Command::LiftLegalHold => {
            by.operator()?;
            ensure(case.legal_hold.is_some(), Refusal::NotHeld)?;
            Ok(Event::LegalHoldLifted)
        }
        Command::Erase { grounds } => {
            by.operator()?;
            may_erase(case, grounds, now)?;
            Ok(Event::Erased { grounds })
        }
        _ => Err(Gate::NotAllowed.into()),
    }
}

/// Ninety days after release a case may be closed even if the member never answered.
fn may_close(case: &Case, code: CloseCode, now: Timestamp) -> bool {
    let Some(released) = &case.report.released else {
        return false;
    };
    match code {
        CloseCode::OpinionGiven => case.report.followed_up.is_some(),
        CloseCode::OpinionGivenNoFollowUp => {
            now.duration_since(released.at).as_hours() >= 24 * i64::from(FOLLOW_UP_DAYS)
        }
    }
}

/// Calendar days after release at which the last follow-up is asked.
pub const FOLLOW_UP_DAYS: u32 = 90;

fn may_erase(case: &Case, grounds: ErasureGrounds, now: Timestamp) -> Result<(), Refusal> {
    let ended = case.ended.as_ref().ok_or(Refusal::StillOpen)?;
    ensure(case.legal_hold.is_none(), Refusal::LegalHold)?;
    let over = now >= crate::clock::retained_until(case, ended);
    ensure(grounds == ErasureGrounds::LawfulRequest || over, Refusal::RetentionNotOver)
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
        Event::NoteAdded { .. } => facts.notes += 1,
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
        Event::ComplaintMade { .. } => facts.complaints += 1,
        Event::Stopped { .. } => case.end(Ending::Stopped, at),
        Event::Closed { .. } => case.end(Ending::Closed, at),
        Event::MemberDied => {
            facts.died = Some(at);
            case.end(Ending::MemberDied, at);
        }
        Event::LegalHoldPlaced { reason } => {
            case.legal_hold = Some(LegalHold { reason: reason.clone(), at });
        }
        Event::LegalHoldLifted => case.legal_hold = None,
        Event::Erased { .. } => case.erased = Some(at),
    }
}
