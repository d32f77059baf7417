//! What each party can or must do next, and by when: what the desk, the member's page and mails show.

mod by_nurse;
mod by_others;

pub use by_others::missing_scopes;

use crate::Case;
use crate::due::{Step, WaitsFor, promised};
use crate::ids::DoctorId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that a party can or must do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NextStep {
    pub by: WaitsFor,
    pub what: What,
    /// Which doctor's it is, or about whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor: Option<DoctorId>,
    pub need: Need,
    /// Nothing where no promise runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
}

/// Whether the case waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Need {
    Must,
    Can,
}

/// What there is to do. Each is one operation of the API.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumIter,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum What {
    AssignNurse,
    SendIntroduction,
    CorrectContact,
    ConfirmPrivateContact,
    /// Somebody was not reached by mail: phone them, and note it.
    Phone,
    GiveConsent,
    ConfirmSignature,
    /// The member allows less than the pathway needs.
    AllowMore,
    RecordNeeds,
    AddQuestion,
    SetDates,
    NameDoctor,
    /// An address that nobody has verified, or that returns mail.
    CorrectDoctor,
    AskForRecords,
    GiveGoAhead,
    DecideGoAhead,
    SendRecords,
    /// To say that something is not available.
    NoteNotAvailable,
    CompleteRecords,
    OfferSpecialists,
    ChooseSpecialist,
    KeepChoice,
    ChooseForMember,
    AcceptCase,
    ReplaceSpecialist,
    HandOver,
    ReviewCase,
    BookAppointment,
    MoveAppointment,
    NoteConsultation,
    SayNotNeeded,
    HandInReport,
    CheckReport,
    ReadReport,
    AnswerFollowUp,
    CloseCase,
    AnswerConcern,
    AnswerComplaint,
    ResumeCase,
}

/// The steps of every party, what must be done before what can be.
pub fn next_steps(case: &Case, now: Timestamp) -> Vec<NextStep> {
    if case.received.is_none() || case.keeping.erased.is_some() {
        return Vec::new();
    }
    let mut steps = by_nurse::beside_the_pathway(case);
    // Before a nurse has the case, nobody can do what is a nurse's.
    steps.retain(|step| step.by != WaitsFor::Nurse || case.casework.nurse.is_some());
    if case.ended.is_none() {
        steps.extend(by_others::clinical_lead(case));
        steps.extend(by_nurse::on_the_pathway(case, now));
        steps.extend(by_others::member(case));
        steps.extend(by_others::doctors(case));
        steps.extend(by_others::specialist(case, now));
    }
    steps.sort_by_key(|step| step.need == Need::Can);
    steps
}

impl NextStep {
    fn new(by: WaitsFor, what: What, need: Need) -> Self {
        Self { by, what, doctor: None, need, due: None }
    }

    /// Due as the step of the pathway promises, unless the case is paused.
    fn promised(self, case: &Case, step: Step, since: Timestamp) -> Self {
        let due = promised(case, step, since);
        Self { due: Some(due).filter(|_| case.casework.pause.is_none()), ..self }
    }

    fn of(self, doctor: &DoctorId) -> Self {
        Self { doctor: Some(doctor.clone()), ..self }
    }
}
