//! What happens to an appointment.

use super::{Absentee, Mode, NotNeededFor, Slot};
use crate::ids::{AppointmentId, SpecialistId};
use serde::{Deserialize, Serialize};

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "SchedulingEvent"))]
pub enum Event {
    AppointmentBooked {
        appointment: AppointmentId,
        specialist: SpecialistId,
        slot: Slot,
        mode: Mode,
    },
    AppointmentMoved {
        appointment: AppointmentId,
        specialist: SpecialistId,
        slot: Slot,
        /// The slot that it had before.
        was: Slot,
        mode: Mode,
    },
    AppointmentCancelled {
        appointment: AppointmentId,
        specialist: SpecialistId,
        slot: Slot,
    },
    ConsultationHeld,
    ConsultationMissed {
        by: Absentee,
    },
    ConsultationNotNeeded {
        why: NotNeededFor,
    },
}
