//! The one appointment of a case, and whether the consultation took place.

use crate::ids::{AppointmentId, SpecialistId};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Slots are allotted in quanta of a quarter of an hour.
pub const QUANTUM_MINUTES: u32 = 15;

/// The longest consultation: three hours.
pub const QUANTA_MAX: u32 = 12;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Facts {
    pub appointment: Option<Appointment>,
    pub held: Option<Timestamp>,
    pub not_needed: Option<Timestamp>,
    pub absences: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Slot {
    pub starts: Timestamp,
    pub quanta: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Mode {
    Telephone,
    Video,
    FaceToFace,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

    pub(super) fn is_well_formed(&self) -> bool {
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
