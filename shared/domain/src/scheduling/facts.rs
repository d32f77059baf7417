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

/// Why no consultation is needed: a code, so that scheduling opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NotNeededFor {
    /// The records answer the questions by themselves.
    RecordsSuffice,
    /// The member does not want one.
    MembersWish,
    /// The member is too ill for one, or cannot be reached.
    MemberCannot,
    /// The specialist has talked with the treating doctor instead.
    DoctorConsulted,
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

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(starts: &str, quanta: u32) -> Slot {
        Slot { starts: starts.parse().unwrap(), quanta }
    }

    #[test]
    fn a_slot_claims_each_quarter_of_an_hour_until_its_end() {
        let slot = slot("2026-11-12T14:30:00Z", 3);
        let claimed: Vec<String> = slot.quantum_starts().iter().map(Timestamp::to_string).collect();
        let expected = ["2026-11-12T14:30:00Z", "2026-11-12T14:45:00Z", "2026-11-12T15:00:00Z"];
        assert_eq!(claimed, expected);
        assert_eq!(slot.ends().to_string(), "2026-11-12T15:15:00Z");
    }

    #[test]
    fn a_slot_starts_on_a_quarter_and_lasts_at_most_three_hours() {
        for (starts, quanta, fits) in [
            ("2026-11-12T14:15:00Z", 1, true),
            ("2026-11-12T14:45:00Z", 12, true),
            ("2026-11-12T14:00:00Z", 0, false),
            ("2026-11-12T14:00:00Z", 13, false),
            ("2026-11-12T14:05:00Z", 2, false),
            ("2026-11-12T14:00:01Z", 2, false),
            ("2026-11-12T14:00:00.5Z", 2, false),
        ] {
            assert_eq!(slot(starts, quanta).is_well_formed(), fits, "{starts} {quanta}");
        }
    }

    #[test]
    fn a_slot_that_is_not_well_formed_claims_no_more_than_the_longest() {
        assert_eq!(slot("2026-11-12T14:00:00Z", u32::MAX).quantum_starts().len(), 12);
    }
}
