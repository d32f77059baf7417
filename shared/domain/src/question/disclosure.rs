//! The one place that says who may see what. Asked wherever someone other than the member themselves is shown something.

use crate::case::StaffPart;
use crate::consent::Scope;
use crate::ids::{DoctorId, SpecialistId, StaffId};
use crate::records::Use;
use crate::report::Recipient;
use crate::{Actor, Case};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What could be disclosed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::EnumIter)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Item {
    /// Name, address, birth date.
    Contact,
    /// Age band, specialty, questions and dates: nothing that identifies.
    Brief,
    /// The name and the treating doctors, for the conflict check only.
    ConflictCheck,
    /// The signed consent.
    Consent,
    /// What the opinion is about, in a line of the nurse's: nothing of what the member wishes or asks.
    Condition,
    Needs,
    Records,
    /// A report before its release.
    ReportDraft,
    /// The released report.
    Report,
    AccessLog,
    /// Until when the case is kept, and why it may not be erased.
    Retention,
    /// Everything that is held about the member, put together for them.
    Copy,
}

impl Use {
    /// As what a document sent for it is disclosed to our own people.
    pub fn disclosed_as(&self) -> Item {
        match self {
            Self::Record { .. } | Self::Own => Item::Records,
            Self::Report { .. } => Item::ReportDraft,
            Self::ConsentScan => Item::Consent,
        }
    }
}

/// To whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reader {
    Client,
    Member,
    Nurse(StaffId),
    ClinicalLead,
    PrimaryConsultant(DoctorId),
    Secretary(DoctorId),
    Specialist(SpecialistId),
    Gp,
    /// Sees how long a case is kept, and nothing of what is in it.
    Operator,
}

impl Reader {
    /// As whom an actor reads. Machines read nothing.
    pub fn of(actor: &Actor) -> Option<Self> {
        match actor {
            Actor::Client(_) => Some(Self::Client),
            Actor::Member => Some(Self::Member),
            Actor::Nurse(id) => Some(Self::Nurse(id.clone())),
            Actor::ClinicalLead(_) => Some(Self::ClinicalLead),
            Actor::PrimaryConsultant(id) => Some(Self::PrimaryConsultant(id.clone())),
            Actor::Secretary(id) => Some(Self::Secretary(id.clone())),
            Actor::Specialist(id) => Some(Self::Specialist(id.clone())),
            Actor::Operator(_) => Some(Self::Operator),
            Actor::Bearer(_)
            | Actor::Clock
            | Actor::Scanner
            | Actor::Postmaster
            | Actor::Archivist => None,
        }
    }
}

/// Why it is withheld. Told to our own people only; everyone else sees that nothing is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Withheld {
    #[error("the case has been erased")]
    Erased,
    #[error("that is never shown to them")]
    Never,
    #[error("they have no part in this case")]
    NoPart,
    #[error("the case has ended")]
    Ended,
    #[error("there is no consent that allows it")]
    NoConsent,
    #[error("it is not time yet")]
    NotYet,
}

/// Whether `to` may see `item` of this case at `now`: a nurse's cover runs out.
pub fn may_disclose(case: &Case, item: Item, to: &Reader, now: Timestamp) -> Result<(), Withheld> {
    if case.keeping.erased.is_some() {
        return Err(Withheld::Erased);
    }
    match to {
        Reader::Client => Err(Withheld::Never),
        Reader::Member => to_member(case, item),
        Reader::Nurse(nurse) => to_nurse(case, item, nurse, now),
        Reader::ClinicalLead => to_clinical_lead(case, item),
        Reader::PrimaryConsultant(doctor) => to_doctor(case, item, doctor),
        Reader::Secretary(doctor) => match item {
            Item::Report => Err(Withheld::Never),
            Item::Contact
            | Item::Brief
            | Item::ConflictCheck
            | Item::Consent
            | Item::Condition
            | Item::Needs
            | Item::Records
            | Item::ReportDraft
            | Item::AccessLog
            | Item::Retention
            | Item::Copy => to_doctor(case, item, doctor),
        },
        Reader::Specialist(specialist) => to_specialist(case, item, specialist),
        Reader::Operator => when(item == Item::Retention, Withheld::Never),
        Reader::Gp => {
            when(item == Item::Report, Withheld::Never)?;
            report_sent_to(case, &Recipient::Gp, Scope::ReportToGp)
        }
    }
}

/// The member keeps their own, also after an end; what others are still writing is not theirs yet.
fn to_member(case: &Case, item: Item) -> Result<(), Withheld> {
    if case.casework.died.is_some() {
        return Err(Withheld::Ended);
    }
    match item {
        Item::Contact | Item::AccessLog => Ok(()),
        Item::Consent => when(case.consent.given.is_some(), Withheld::NotYet),
        Item::Report => when(case.report.released.is_some(), Withheld::NotYet),
        Item::Condition | Item::Needs | Item::Records | Item::Brief => {
            when(case.consent.given.is_some(), Withheld::NotYet)
        }
        Item::Copy => {
            let ready = case.keeping.newest_copy().is_some();
            when(ready, Withheld::NotYet)
        }
        Item::ReportDraft | Item::ConflictCheck | Item::Retention => Err(Withheld::Never),
    }
}

/// A nurse without a part in the case reads it only for as long as the glass is broken.
fn to_nurse(case: &Case, item: Item, nurse: &StaffId, now: Timestamp) -> Result<(), Withheld> {
    let own = Actor::Nurse(nurse.clone()).part_in(case, now) == StaffPart::Nurse;
    when(own || case.casework.has_broken_glass(nurse, now), Withheld::NoPart)?;
    clinical_needs_consent(case, item)
}

fn to_clinical_lead(case: &Case, item: Item) -> Result<(), Withheld> {
    clinical_needs_consent(case, item)
}

/// Our own people read clinical content while there is a consent.
fn clinical_needs_consent(case: &Case, item: Item) -> Result<(), Withheld> {
    match item {
        Item::Contact | Item::Consent | Item::AccessLog => Ok(()),
        // What was put together for the member is the member's alone.
        Item::Retention | Item::Copy => Err(Withheld::Never),
        Item::Report => {
            when(case.report.released.is_some(), Withheld::NotYet)?;
            consent_stands(case)
        }
        Item::Brief
        | Item::ConflictCheck
        | Item::Condition
        | Item::Needs
        | Item::Records
        | Item::ReportDraft => consent_stands(case),
    }
}

fn to_doctor(case: &Case, item: Item, doctor: &DoctorId) -> Result<(), Withheld> {
    when(case.records.asked_of(doctor).is_some(), Withheld::NoPart)?;
    match item {
        // Who asks, what it is about and the signed consent come first on the doctor's page.
        Item::Contact | Item::Consent | Item::Condition => {
            when(case.ended.is_none(), Withheld::Ended)?;
            scope_stands(case, Scope::Collect)
        }
        Item::Report => report_sent_to(
            case,
            &Recipient::PrimaryConsultant(doctor.clone()),
            Scope::ReportToDoctors,
        ),
        Item::Brief
        | Item::ConflictCheck
        | Item::Needs
        | Item::Records
        | Item::ReportDraft
        | Item::AccessLog
        | Item::Retention
        | Item::Copy => Err(Withheld::Never),
    }
}

fn report_sent_to(case: &Case, to: &Recipient, scope: Scope) -> Result<(), Withheld> {
    when(case.report.sent_to.contains(to), Withheld::NotYet)?;
    scope_stands(case, scope)
}

fn to_specialist(case: &Case, item: Item, specialist: &SpecialistId) -> Result<(), Withheld> {
    let chosen = case.matching.chosen.as_ref().filter(|chosen| &chosen.specialist == specialist);
    when(chosen.is_some(), Withheld::NoPart)?;
    when(case.ended.is_none(), Withheld::Ended)?;
    scope_stands(case, Scope::Show)?;
    match item {
        Item::Brief | Item::ConflictCheck => Ok(()),
        Item::Contact
        | Item::Consent
        | Item::Condition
        | Item::Needs
        | Item::Records
        | Item::ReportDraft => when(case.records.handed_over.is_some(), Withheld::NotYet),
        Item::Report => when(case.report.released.is_some(), Withheld::NotYet),
        Item::AccessLog | Item::Retention | Item::Copy => Err(Withheld::Never),
    }
}

fn scope_stands(case: &Case, scope: Scope) -> Result<(), Withheld> {
    case.consented_to(scope).map_err(|_| Withheld::NoConsent)
}

fn consent_stands(case: &Case) -> Result<(), Withheld> {
    case.standing_consent().map(|_| ()).map_err(|_| Withheld::NoConsent)
}

fn when(holds: bool, otherwise: Withheld) -> Result<(), Withheld> {
    if holds { Ok(()) } else { Err(otherwise) }
}
