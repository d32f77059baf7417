//! Casework: what the nurse writes down, and the case as it is shown to them.

mod operations;

pub(crate) use operations::OPERATIONS;

mod answers;

pub use answers::{
    CaseShown, ChecklistState, DocumentProgress, DocumentShown, FoundCase, FoundCases, LogFact,
    LogPage, ReopenedCase, TimelineEntry, TimelinePage, WorklistLine, WorklistPage,
};

use crate::{FieldError, Fields, Form, PartyWord};
use domain::Private;
use domain::casework::{CloseCode, ContactOutcome, ContactWay, DoctorAddress, StopCode};
use domain::day::{Day, Moment};
use domain::directory::Specialty;
use domain::ids::{HospitalId, SheetId, StaffId};
use domain::nhs_number::NhsNumber;
use domain::text::{Email, Line, PersonName, Prose};
use serde::{Deserialize, Serialize};

/// Either a nurse, or the way to find one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssignNurse {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nurse: Option<StaffId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<AssignBy>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AssignBy {
    /// The nurse who has the skills and the least to do.
    Load,
}

/// Another nurse acts for the owner until a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CoverCase {
    pub nurse: StaffId,
    /// The first moment at which they no longer act.
    pub until: Moment,
}

/// That the nurse was in contact, and what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogContact {
    pub way: ContactWay,
    /// With whom, or whom the nurse tried to reach.
    pub party: PartyWord,
    pub outcome: ContactOutcome,
    /// What was said may be clinical, so it is taken only with consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Prose>,
}

/// A note. It is never edited, only followed by a correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AddNote {
    pub note: Prose,
    /// The note that this one corrects, by its id in the timeline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<SheetId>,
}

/// Why the case waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PauseCase {
    pub reason: Prose,
}

/// A task of the nurse's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AddTask {
    pub task: Prose,
}

/// What the member needs and what happened so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordNeeds {
    pub issue: Prose,
    /// Illnesses and treatments so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<Prose>,
    pub needs: Prose,
    pub specialty: Specialty,
}

/// A question that the opinion must answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AddQuestion {
    pub question: Prose,
}

/// When treatment is planned, and by when it must not be delayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetDates {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<Day>,
    pub latest_safe: Day,
}

/// A treating doctor, with an address that the nurse has verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NameDoctor {
    pub name: PersonName,
    pub email: Email,
    /// The hospital's name as people know it.
    pub hospital_name: Line,
    /// Its code in the directory: independence is told by it.
    pub hospital: HospitalId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secretary: Option<Email>,
    pub address: DoctorAddress,
}

/// Why a doctor does not treat the member any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WithdrawDoctor {
    pub reason: Prose,
}

/// That a doctor's address may be at the employer, where the member is treated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AllowEmployerAddress {
    pub member: MemberSaid,
    pub reason: Prose,
}

/// What the member said when they were asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MemberSaid {
    Agreed,
    NotAsked,
}

/// Why the case stops.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StopCase {
    pub code: StopCode,
    pub reason: Prose,
}

/// With what the case closes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CloseCase {
    pub code: CloseCode,
}

/// Why a nurse without a part in the case must read it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BreakGlass {
    pub reason: Prose,
}

/// A complaint that the nurse heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoteComplaint {
    /// Whose it is.
    pub party: PartyWord,
    pub complaint: Prose,
}

/// The answer to a complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnswerComplaint {
    pub answer: Prose,
}

/// One of: an NHS number; an address; a name with the birth date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FindCase {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nhs_number: Option<NhsNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<Private<Day>>,
}

/// A complaint from a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComplaintForm {
    #[serde(default)]
    complaint: Private<String>,
}

impl Form for ComplaintForm {
    type Input = Prose;

    fn parse(self) -> Result<Prose, Vec<FieldError>> {
        let mut fields = Fields::default();
        let complaint = fields.text("complaint", "what happened", self.complaint);
        fields.done(complaint)
    }
}
