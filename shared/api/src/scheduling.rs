//! Scheduling: free slots, the appointment, and what became of it.

mod operations;

pub(crate) use operations::{OPERATIONS, OUTCOME};

use crate::{FieldError, Fields, Form};
use domain::day::Moment;
use domain::scheduling::{Absentee, Command, Mode, NotNeededFor};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A stretch of the specialist's time, in quarters of an hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BookSlot {
    /// In UTC, or with an offset: never a bare local time.
    pub starts: Moment,
    pub quanta: u32,
    pub mode: Mode,
}

/// Quarters of an hour that a specialist offers, each by its start. What is offered already stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfferSlots {
    /// At most 200, each on a quarter of an hour.
    pub starts: Vec<Moment>,
}

/// How many quarters of an hour were named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SlotsOffered {
    pub offered: usize,
}

/// What became of the consultation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoteConsultation {
    pub outcome: ConsultationOutcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ConsultationOutcome {
    Held,
    /// Who did not come.
    Missed {
        by: Absentee,
    },
    /// None is needed, and why.
    NotNeeded {
        why: NotNeededFor,
    },
}

impl From<ConsultationOutcome> for Command {
    fn from(outcome: ConsultationOutcome) -> Self {
        match outcome {
            ConsultationOutcome::Held => Self::NoteHeld,
            ConsultationOutcome::Missed { by } => Self::NoteMissed { by },
            ConsultationOutcome::NotNeeded { why } => Self::NotNeeded { why },
        }
    }
}

/// What the specialist says of the consultation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConsultationForm {
    #[serde(default)]
    outcome: String,
    /// Only where none is needed.
    #[serde(default)]
    why: String,
}

impl Form for ConsultationForm {
    type Input = ConsultationOutcome;

    fn parse(self) -> Result<ConsultationOutcome, Vec<FieldError>> {
        let mut fields = Fields::default();
        let outcome = match self.outcome.as_str() {
            "held" => Some(ConsultationOutcome::Held),
            "member-missed" => Some(ConsultationOutcome::Missed { by: Absentee::Member }),
            "specialist-missed" => Some(ConsultationOutcome::Missed { by: Absentee::Specialist }),
            "not-needed" => {
                let why = fields.code("why", "why none is needed", &self.why);
                why.map(|why| ConsultationOutcome::NotNeeded { why })
            }
            _ => fields.wrong("outcome", "choose what became of the consultation"),
        };
        fields.done(outcome)
    }
}

/// The free quarters of an hour of the specialist who accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FreeSlots {
    pub quanta: Vec<FreeStart>,
}

/// A free quarter of an hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FreeStart {
    pub starts: Timestamp,
}
