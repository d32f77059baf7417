//! What is known of the nurse's work on a case.

use crate::Party;
use crate::directory::Specialty;
use crate::ids::{DoctorId, HospitalId, QuestionId, SheetId, StaffId, TaskId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Facts {
    pub nurse: Option<Assigned>,
    pub cover: Option<CoveringNurse>,
    pub introduced: Option<Timestamp>,
    pub urgent: Option<Timestamp>,
    pub pause: Option<Pause>,
    pub needs: Option<Understood>,
    pub questions: Vec<Question>,
    pub dates: Option<Dates>,
    pub doctors: Vec<TreatingDoctor>,
    pub open_tasks: Vec<OpenTask>,
    /// The sheets of the notes, oldest first. A correction is a note of its own.
    pub notes: Vec<SheetId>,
    pub contacts: u32,
    /// The complaints that nobody has answered yet.
    pub complaints: Vec<Complaint>,
    /// Nurses without a part in the case who may read it for a while, and gave their reason.
    pub glass: Vec<BrokenGlass>,
    pub died: Option<Timestamp>,
}

/// A complaint that waits for its answer; its words are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Complaint {
    pub sheet: SheetId,
    pub by: Party,
    pub at: Timestamp,
}

/// A task that the nurse has set; its words are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenTask {
    pub task: TaskId,
    pub sheet: SheetId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assigned {
    pub nurse: StaffId,
    pub at: Timestamp,
}

/// Another nurse acts for the owner until a moment, exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CoveringNurse {
    pub nurse: StaffId,
    pub until: Timestamp,
}

/// A nurse without a part in the case may read it until a moment, exclusive. Their reason is in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BrokenGlass {
    pub nurse: StaffId,
    pub until: Timestamp,
}

/// The case waits, with the reason in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pause {
    pub reason: SheetId,
    pub at: Timestamp,
}

/// That the needs were recorded; the words are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Understood {
    pub sheet: SheetId,
    pub specialty: Specialty,
    pub at: Timestamp,
}

/// A question that the opinion must answer; its words are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Question {
    pub question: QuestionId,
    pub sheet: SheetId,
}

/// When treatment is planned, and the last day on which it is still safe to start it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dates {
    pub planned: Option<Date>,
    pub latest_safe: Date,
}

/// A doctor who treats the member. Names and addresses are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TreatingDoctor {
    pub doctor: DoctorId,
    pub hospital: HospitalId,
    pub details: SheetId,
    pub address: DoctorAddress,
}

/// Whether the nurse has checked that the address is the doctor's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DoctorAddress {
    Unverified,
    Verified,
}

impl Facts {
    /// The owner, or the nurse who covers for them until a moment, exclusive.
    pub fn is_nurse_of_case(&self, nurse: &StaffId, now: Timestamp) -> bool {
        let covers = |cover: &CoveringNurse| &cover.nurse == nurse && now < cover.until;
        self.nurse.as_ref().is_some_and(|owner| &owner.nurse == nurse)
            || self.cover.as_ref().is_some_and(covers)
    }

    /// The specialty that the member needs, once it is known.
    pub fn specialty(&self) -> Option<&Specialty> {
        self.needs.as_ref().map(|needs| &needs.specialty)
    }

    /// Whether that nurse has broken the glass, and it has not closed again.
    pub fn has_broken_glass(&self, nurse: &StaffId, now: Timestamp) -> bool {
        self.glass.iter().any(|glass| &glass.nurse == nurse && now < glass.until)
    }

    pub(super) fn is_open(&self, task: &TaskId) -> bool {
        self.open_tasks.iter().any(|open| open.task == *task)
    }

    pub fn doctor(&self, id: &DoctorId) -> Option<&TreatingDoctor> {
        self.doctors.iter().find(|doctor| &doctor.doctor == id)
    }
}
