//! Whether the nurse's work goes ahead.

use super::doctors::may_understand;
use super::ending::{close, record_death, stop};
use super::{
    Command, Dates, Event, GLASS_MINUTES, NOTES_MAX, QUESTIONS_MAX, Question, Refusal, TASKS_MAX,
};
use super::{assigning, complaints, doctors, pace};
use crate::calendar::london;
use crate::case::reopening::{keeps_specialist, reopened};
use crate::directory::Specialty;
use crate::ids::{SheetId, StaffId, TaskId};
use crate::records::{self, ReopenedFor, checklist_for};
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
        Command::LogContact { way, with, outcome, sheet } => {
            may_log(case, by, sheet.as_ref(), now)?;
            Event::ContactLogged { way, with, outcome, sheet }
        }
        Command::AddNote { sheet, class } => {
            may_note(case, by, class, now)?;
            Event::NoteAdded { sheet, class }
        }
        Command::CorrectNote { sheet, corrects } => {
            may_note(case, by, Class::Clinical, now)?;
            Event::NoteCorrected { sheet, corrects: corrects.ok_or(Refusal::NoSuchNote)? }
        }
        Command::MarkUrgent => pace::mark_urgent(case, by, now)?,
        Command::Pause { reason } => pace::pause(case, by, reason, now)?,
        Command::Resume => pace::resume(case, by, now)?,
        Command::AddTask { task, sheet } => add_task(case, by, task, sheet, now)?,
        Command::FinishTask { task } => finish_task(case, by, task, now)?,
        Command::RecordNeeds { sheet, specialty } => {
            return record_needs(case, by, sheet, &specialty, now);
        }
        Command::AddQuestion(question) => add_question(case, by, question, now)?,
        Command::SetDates(dates) => set_dates(case, by, dates, now)?,
        Command::NameDoctor { doctor, at } => return doctors::name(case, by, doctor, at, now),
        Command::CorrectDoctor { doctor, at, mail } => {
            return doctors::correct(case, by, (doctor, at, mail), now);
        }
        Command::WithdrawDoctor { doctor, reason } => {
            doctors::withdraw(case, by, doctor, reason, now)?
        }
        Command::AllowEmployerAddress { reason, agreed } => {
            doctors::allow_employer_address(case, by, reason, agreed)?
        }
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
    if by.clinical_lead().is_err() {
        let asker = by.owning_nurse(case, now)?;
        // A colleague who covers cannot make their own cover longer, nor pass it on.
        let owns = case.casework.nurse.as_ref().is_some_and(|owner| owner.nurse == *asker);
        ensure(owns, Gate::NotAllowed)?;
    }
    ensure(case.casework.nurse.is_some(), Gate::NoNurse)?;
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
    Ok(ensure(case.casework.notes < NOTES_MAX, Refusal::TooMany)?)
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

/// What was said may be clinical, so its words need consent; that somebody phoned does not.
fn may_log(
    case: &Case,
    by: &Actor,
    words: Option<&SheetId>,
    now: Timestamp,
) -> Result<(), crate::Refusal> {
    by.owning_nurse(case, now)?;
    if words.is_some() {
        case.standing_consent()?;
    }
    Ok(())
}

/// Another specialty needs other specialists, and more of the doctors who were asked.
fn record_needs(
    case: &Case,
    by: &Actor,
    sheet: SheetId,
    specialty: &Specialty,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    may_understand(case, by, now)?;
    let recorded = Event::NeedsRecorded { sheet, specialty: specialty.clone() }.into();
    let before = case.casework.specialty().filter(|before| *before != specialty);
    if before.is_none() {
        return Ok(vec![recorded]);
    }
    let mut after = case.clone();
    after.casework.needs.iter_mut().for_each(|needs| needs.specialty = specialty.clone());
    ensure(keeps_specialist(&after), Refusal::SpecialistInTheWay)?;
    let opened = reopened(&after, Some(ReopenedFor::NeedsChanged));
    let more = items_to_ask(case, specialty);
    Ok([recorded].into_iter().chain(opened).chain(more).collect())
}

/// What that specialty's list has beyond what was asked for; nothing before anyone was asked.
fn items_to_ask(case: &Case, specialty: &Specialty) -> Option<crate::Event> {
    let asked = &case.records.checklist;
    let mut items = checklist_for(Some(specialty));
    items.retain(|item| !asked.contains_key(item));
    let any = !items.is_empty() && !case.records.asked.is_empty();
    any.then(|| records::Event::ItemsAsked { items, doctor: None, reason: None }.into())
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
