//! Whether an appointment is booked, moved or cancelled, and whether the consultation was held.

use super::{Appointment, Command, Event, Mode, Refusal, Slot};
use crate::case::ending::cancellation;
use crate::consent::Scope;
use crate::refusal::{Gate, ensure};
use crate::{Actor, Case};
use jiff::Timestamp;

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    party_to(case, by, now)?;
    let facts = &case.scheduling;
    ensure(facts.held.is_none() && facts.not_needed.is_none(), Refusal::AlreadyDone)?;
    let booked = facts.appointment.as_ref().ok_or(Refusal::NotBooked);
    let event = match command {
        Command::Book { appointment, slot, mode } => {
            may_book(case, slot, now)?;
            ensure(facts.appointment.is_none(), Refusal::AlreadyBooked)?;
            let specialist =
                case.matching.accepted().ok_or(Refusal::NotReviewed)?.specialist.clone();
            Event::AppointmentBooked { appointment, specialist, slot, mode }
        }
        Command::Move { slot, mode } => {
            may_book(case, slot, now)?;
            moved(booked?, slot, mode)
        }
        Command::Cancel => cancellation(booked?),
        Command::NoteHeld => {
            nurse_or_specialist(case, by, now)?;
            ensure(booked?.slot.starts <= now, Refusal::NotStarted)?;
            Event::ConsultationHeld
        }
        Command::NoteMissed { by: absentee } => {
            nurse_or_specialist(case, by, now)?;
            ensure(booked?.slot.starts <= now, Refusal::NotStarted)?;
            Event::ConsultationMissed { by: absentee }
        }
        Command::NotNeeded { why } => {
            nurse_or_specialist(case, by, now)?;
            case.consented_to(Scope::Show)?;
            ensure(case.report.reviewed.is_some(), Refusal::NotReviewed)?;
            ensure(facts.appointment.is_none(), Refusal::AlreadyBooked)?;
            Event::ConsultationNotNeeded { why }
        }
    };
    Ok(vec![event.into()])
}

fn party_to(case: &Case, by: &Actor, now: Timestamp) -> Result<(), Gate> {
    by.member_or_nurse(case, now).or_else(|_| by.chosen_specialist(case).map(|_| ()))
}

fn nurse_or_specialist(case: &Case, by: &Actor, now: Timestamp) -> Result<(), Gate> {
    by.owning_nurse(case, now).map(|_| ()).or_else(|_| by.chosen_specialist(case).map(|_| ()))
}

fn may_book(case: &Case, slot: Slot, now: Timestamp) -> Result<(), crate::Refusal> {
    case.consented_to(Scope::Show)?;
    case.is_decided()?;
    ensure(case.report.reviewed.is_some(), Refusal::NotReviewed)?;
    Ok(ensure(slot.is_well_formed() && slot.starts > now, Refusal::BadSlot)?)
}

fn moved(booked: &Appointment, slot: Slot, mode: Mode) -> Event {
    let (appointment, specialist) = (booked.id.clone(), booked.specialist.clone());
    Event::AppointmentMoved { appointment, specialist, slot, was: booked.slot, mode }
}
