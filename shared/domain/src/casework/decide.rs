//! Whether the nurse's work goes ahead.

use super::ending::{close, record_death, stop};
use super::{
    Command, DOCTORS_MAX, Dates, Event, GLASS_MINUTES, NOTES_MAX, QUESTIONS_MAX, Question, Refusal,
    TASKS_MAX, TreatingDoctor,
};
use super::{assigning, complaints, pace};
use crate::calendar::london;
use crate::ids::{SheetId, StaffId, TaskId};
use crate::refusal::{Gate, ensure};
use crate::sheet::Class;
use crate::{Actor, Case};
use jiff::{Timestamp, ToSpan};

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let event = match command {
        Command::Assign { nurse } => assigning::assign(case, by, nurse, now)?,
        Command::Cover { nurse, until } => cover(case, by, nurse, until, now)?,
        Command::Introduce => introduce(case, by, now)?,
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
        Command::MarkUrgent => pace::mark_urgent(case, by, now)?,
        Command::Pause { reason } => pace::pause(case, by, reason, now)?,
        Command::Resume => pace::resume(case, by, now)?,
        Command::AddTask { task, sheet } => add_task(case, by, task, sheet, now)?,
        Command::FinishTask { task } => finish_task(case, by, task, now)?,
        Command::RecordNeeds { sheet, specialty } => {
            may_understand(case, by, now)?;
            Event::NeedsRecorded { sheet, specialty }
        }
        Command::AddQuestion(question) => add_question(case, by, question, now)?,
        Command::SetDates(dates) => set_dates(case, by, dates, now)?,
        Command::NameDoctor(doctor) => name_doctor(case, by, doctor, now)?,
        Command::Complain { sheet, by: party } => complaints::make(case, by, sheet, party, now)?,
        Command::AnswerComplaint { complaint, answer } => {
            complaints::answer(case, by, complaint, answer, now)?
        }
        Command::BreakGlass { reason } => break_glass(case, by, reason, now)?,
        Command::Stop { code, reason } => return stop(case, by, code, reason, now),
        Command::Close { code } => close(case, by, code, now)?,
        Command::RecordDeath => return record_death(case, by, now),
    };
    Ok(vec![event.into()])
}

fn cover(
    case: &Case,
    by: &Actor,
    nurse: StaffId,
    until: Timestamp,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    let nurse_who_asks = by.owning_nurse(case, now)?;
    // A colleague who covers cannot make their own cover longer, nor pass it on.
    let owns = case.casework.nurse.as_ref().is_some_and(|owner| owner.nurse == *nurse_who_asks);
    ensure(owns, Gate::NotAllowed)?;
    ensure(until > now, Refusal::CoverInThePast)?;
    Ok(Event::NurseCovered { nurse, until })
}

fn introduce(case: &Case, by: &Actor, now: Timestamp) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now)?;
    ensure(case.casework.introduced.is_none(), Refusal::AlreadyIntroduced)?;
    Ok(Event::IntroductionSent)
}

fn add_task(
    case: &Case,
    by: &Actor,
    task: TaskId,
    sheet: SheetId,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now)?;
    ensure(case.casework.open_tasks.len() < TASKS_MAX, Refusal::TooMany)?;
    ensure(!case.casework.is_open(&task), Refusal::AlreadyThere)?;
    Ok(Event::TaskAdded { task, sheet })
}

fn finish_task(
    case: &Case,
    by: &Actor,
    task: TaskId,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now)?;
    ensure(case.casework.is_open(&task), Refusal::NoSuchTask)?;
    Ok(Event::TaskDone { task })
}

fn may_note(case: &Case, by: &Actor, class: Class, now: Timestamp) -> Result<(), crate::Refusal> {
    by.owning_nurse(case, now)?;
    if class == Class::Clinical {
        case.standing_consent()?;
    }
    Ok(ensure(case.casework.notes.len() < NOTES_MAX, Refusal::TooMany)?)
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

/// What the nurse learns from the member is clinical, so it needs consent.
fn may_understand(case: &Case, by: &Actor, now: Timestamp) -> Result<(), Gate> {
    by.owning_nurse(case, now)?;
    case.standing_consent().map(|_| ())
}

fn add_question(
    case: &Case,
    by: &Actor,
    question: Question,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    may_understand(case, by, now)?;
    let known = &case.casework.questions;
    let there = known.iter().any(|known| known.question == question.question);
    ensure(!there, Refusal::AlreadyThere)?;
    ensure(known.len() < QUESTIONS_MAX, Refusal::TooMany)?;
    Ok(Event::QuestionAdded(question))
}

fn set_dates(
    case: &Case,
    by: &Actor,
    dates: Dates,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    may_understand(case, by, now)?;
    let in_order = dates.planned.is_none_or(|planned| planned <= dates.latest_safe);
    let ahead = dates.latest_safe >= london(now).date();
    ensure(in_order && ahead, Refusal::DatesDoNotFit)?;
    Ok(Event::DatesSet(dates))
}

fn name_doctor(
    case: &Case,
    by: &Actor,
    doctor: TreatingDoctor,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    may_understand(case, by, now)?;
    let known = &case.casework;
    ensure(known.doctor(&doctor.doctor).is_none(), Refusal::AlreadyThere)?;
    ensure(known.doctors.len() < DOCTORS_MAX, Refusal::TooMany)?;
    Ok(Event::DoctorNamed(doctor))
}
