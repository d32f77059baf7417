//! Whether the nurse's work goes ahead.

use super::{
    COMPLAINTS_MAX, Command, DOCTORS_MAX, Event, GLASS_MINUTES, NOTES_MAX, QUESTIONS_MAX, Refusal,
    TASKS_MAX,
};
use super::{assigning, ending};
use crate::calendar::london;
use crate::ids::SheetId;
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
        Command::Pause { reason } => {
            by.owning_nurse(case, now)?;
            ensure(case.casework.pause.is_none(), Refusal::AlreadyPaused)?;
            Event::Paused { reason }
        }
        Command::Resume => {
            by.owning_nurse(case, now)?;
            ensure(case.casework.pause.is_some(), Refusal::NotPaused)?;
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
