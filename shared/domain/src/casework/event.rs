//! What happens in the nurse's work on a case.

use super::{Dates, Question, TreatingDoctor};
use crate::Party;
use crate::access::MailBox;
use crate::directory::Specialty;
use crate::ids::{DoctorId, SheetId, StaffId, TaskId};
use crate::sheet::Class;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How the nurse was in contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ContactWay {
    Call,
    Conference,
    Mail,
}

/// What came of a contact: a code, because what was said may be clinical.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ContactOutcome {
    Reached,
    NoAnswer,
    LeftMessage,
    WrongNumber,
    WillCallBack,
}

/// Why a case was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum StopCode {
    MemberUnreachable,
    NoSpecialist,
    GoAheadRefused,
    TreatmentCannotWait,
    ReferredInError,
    Other,
}

/// Why a case was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum CloseCode {
    OpinionGiven,
    OpinionGivenNoFollowUp,
}

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "CaseworkEvent"))]
pub enum Event {
    NurseAssigned {
        nurse: StaffId,
    },
    NurseReassigned {
        nurse: StaffId,
    },
    NurseCovered {
        nurse: StaffId,
        until: Timestamp,
    },
    IntroductionSent,
    ContactLogged {
        way: ContactWay,
        with: Party,
        outcome: ContactOutcome,
        sheet: Option<SheetId>,
    },
    NoteAdded {
        sheet: SheetId,
        class: Class,
    },
    NoteCorrected {
        sheet: SheetId,
        corrects: SheetId,
    },
    MarkedUrgent,
    Paused {
        reason: SheetId,
    },
    Resumed,
    TaskAdded {
        task: TaskId,
        sheet: SheetId,
    },
    TaskDone {
        task: TaskId,
    },
    NeedsRecorded {
        sheet: SheetId,
        specialty: Specialty,
    },
    QuestionAdded(Question),
    DatesSet(Dates),
    DoctorNamed(TreatingDoctor),
    DoctorCorrected {
        doctor: TreatingDoctor,
        mail: MailBox,
    },
    /// A doctor does not treat the member any more. What was received from them stays.
    DoctorWithdrawn {
        doctor: DoctorId,
        reason: SheetId,
    },
    /// A doctor's address at the employer may be used: the member is treated where they work, and agrees.
    EmployerAddressAllowed {
        reason: SheetId,
    },
    ComplaintMade {
        sheet: SheetId,
        by: Party,
    },
    ComplaintAnswered {
        complaint: SheetId,
        answer: SheetId,
    },
    GlassBroken {
        nurse: StaffId,
        reason: SheetId,
        until: Timestamp,
    },
    Stopped {
        code: StopCode,
        reason: SheetId,
    },
    Closed {
        code: CloseCode,
    },
    MemberDied,
}
