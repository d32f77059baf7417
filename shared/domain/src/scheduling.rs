//! Scheduling: one consultation, on slots that nobody else can hold.

use crate::casework::ensure;
use crate::consent::Scope;
use crate::ids::{AppointmentId, SheetId, SpecialistId};
use crate::refusal::Gate;
use crate::{Actor, Case};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Slots are allotted in quanta of a quarter of an hour.
pub const QUANTUM_MINUTES: u32 = 15;
/// The longest consultation: three hours.
pub const QUANTA_MAX: u32 = 12;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    pub appointment: Option<Appointment>,
    pub held: Option<Timestamp>,
    pub not_needed: Option<Timestamp>,
    pub absences: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    pub id: AppointmentId,
    pub specialist: SpecialistId,
    pub slot: Slot,
    pub mode: Mode,
    /// Raised by each move, so that a calendar replaces the entry instead of adding one.
    pub revision: u32,
}

/// A stretch of a specialist's time, starting on a quarter of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub starts: Timestamp,
    pub quanta: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    Telephone,
    Video,
    FaceToFace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Absentee {
    Member,
    Specialist,
}

impl Slot {
    pub fn ends(&self) -> Timestamp {
        self.starts
            .checked_add((i64::from(self.quanta) * i64::from(QUANTUM_MINUTES)).minutes())
            .unwrap_or(Timestamp::MAX)
    }

    /// The starts of the quanta it covers: each is claimed, so that overlapping slots collide.
    pub fn quantum_starts(&self) -> Vec<Timestamp> {
        let minutes = |index: u32| (i64::from(index) * i64::from(QUANTUM_MINUTES)).minutes();
        (0..self.quanta.min(QUANTA_MAX))
            .filter_map(|index| self.starts.checked_add(minutes(index)).ok())
            .collect()
    }

    fn is_well_formed(&self) -> bool {
        let quantum_seconds = i64::from(QUANTUM_MINUTES) * 60;
        (1..=QUANTA_MAX).contains(&self.quanta)
            && self.starts.as_second() % quantum_seconds == 0
            && self.starts.subsec_nanosecond() == 0
    }
}

impl Mode {
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Telephone => "by telephone",
            Self::Video => "by video",
            Self::FaceToFace => "face to face",
        }
    }
}

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Event {
    AppointmentBooked {
        appointment: AppointmentId,
        specialist: SpecialistId,
        slot: Slot,
        mode: Mode,
    },
    AppointmentMoved {
        appointment: AppointmentId,
        slot: Slot,
        mode: Mode,
    },
    AppointmentCancelled {
        appointment: AppointmentId,
    },
    ConsultationHeld,
    ConsultationMissed {
        by: Absentee,
    },
    ConsultationNotNeeded {
        reason: SheetId,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Book { appointment: AppointmentId, slot: Slot, mode: Mode },
    Move { slot: Slot, mode: Mode },
    Cancel,
    Hold,
    Miss { by: Absentee },
    NotNeeded { reason: SheetId },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("the specialist has not reviewed the case yet")]
    NotReviewed,
    #[error("a consultation is already booked")]
    AlreadyBooked,
    #[error("no consultation is booked")]
    NotBooked,
    #[error(
        "an appointment starts on a quarter of an hour, in the future, and lasts at most three hours"
    )]
    BadSlot,
    #[error("somebody else has that slot")]
    SlotTaken,
    #[error("the consultation has already been held, or is not needed")]
    AlreadyDone,
    #[error("the consultation has not started yet")]
    NotStarted,
}

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
            Event::AppointmentMoved { appointment: booked?.id.clone(), slot, mode }
        }
        Command::Cancel => Event::AppointmentCancelled { appointment: booked?.id.clone() },
        Command::Hold => {
            by.owning_nurse(case, now)
                .map(|_| ())
                .or_else(|_| by.chosen_specialist(case).map(|_| ()))?;
            ensure(booked?.slot.starts <= now, Refusal::NotStarted)?;
            Event::ConsultationHeld
        }
        Command::Miss { by: absentee } => {
            by.owning_nurse(case, now)
                .map(|_| ())
                .or_else(|_| by.chosen_specialist(case).map(|_| ()))?;
            ensure(booked?.slot.starts <= now, Refusal::NotStarted)?;
            Event::ConsultationMissed { by: absentee }
        }
        Command::NotNeeded { reason } => {
            by.owning_nurse(case, now)
                .map(|_| ())
                .or_else(|_| by.chosen_specialist(case).map(|_| ()))?;
            case.consented_to(Scope::Show)?;
            ensure(case.report.reviewed.is_some(), Refusal::NotReviewed)?;
            ensure(facts.appointment.is_none(), Refusal::AlreadyBooked)?;
            Event::ConsultationNotNeeded { reason }
        }
    };
    Ok(vec![event.into()])
}

/// An end of the case, and with it the cancellation of an appointment that is still to come.
pub(crate) fn with_cancellation(
    case: &Case,
    end: crate::Event,
    now: Timestamp,
) -> Vec<crate::Event> {
    let facts = &case.scheduling;
    let to_come = facts.appointment.as_ref().filter(|it| it.slot.starts > now);
    let cancelled = to_come
        .filter(|_| case.ended.is_none() && facts.held.is_none())
        .map(|it| Event::AppointmentCancelled { appointment: it.id.clone() }.into());
    [end].into_iter().chain(cancelled).collect()
}

fn party_to(case: &Case, by: &Actor, now: Timestamp) -> Result<(), Gate> {
    by.member_or_nurse(case, now).or_else(|_| by.chosen_specialist(case).map(|_| ()))
}

fn may_book(case: &Case, slot: Slot, now: Timestamp) -> Result<(), crate::Refusal> {
    case.consented_to(Scope::Show)?;
    ensure(case.report.reviewed.is_some(), Refusal::NotReviewed)?;
    Ok(ensure(slot.is_well_formed() && slot.starts > now, Refusal::BadSlot)?)
}

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let facts = &mut case.scheduling;
    match event {
        Event::AppointmentBooked { appointment, specialist, slot, mode } => {
            facts.appointment = Some(Appointment {
                id: appointment.clone(),
                specialist: specialist.clone(),
                slot: *slot,
                mode: *mode,
                revision: 0,
            });
        }
        Event::AppointmentMoved { slot, mode, .. } => {
            if let Some(appointment) = &mut facts.appointment {
                appointment.slot = *slot;
                appointment.mode = *mode;
                appointment.revision += 1;
            }
        }
        Event::AppointmentCancelled { .. } => facts.appointment = None,
        Event::ConsultationHeld => facts.held = Some(at),
        Event::ConsultationMissed { .. } => {
            facts.absences += 1;
            facts.appointment = None;
        }
        Event::ConsultationNotNeeded { .. } => facts.not_needed = Some(at),
    }
}
