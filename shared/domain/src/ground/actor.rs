//! Who acts. Made only from a verified token or session, or by the function that acts as a machine.

use super::ids::{ClientId, DoctorId, SpecialistId, StaffId};
use super::party::Party;
use super::refusal::Gate;
use serde::{Deserialize, Serialize};

/// Who asks for a command. There is no actor that may do everything: the machines among them
/// ([`Actor::Clock`], [`Actor::Scanner`], [`Actor::Postmaster`], [`Actor::Archivist`]) can each do one
/// kind of thing only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Actor {
    Client(ClientId),
    /// The member of this case, through a session opened with a code.
    Member,
    Nurse(StaffId),
    ClinicalLead(StaffId),
    PrimaryConsultant(DoctorId),
    /// Acts for a treating doctor, except for the go-ahead.
    Secretary(DoctorId),
    Specialist(SpecialistId),
    Operator(StaffId),
    /// The holder of an old link of that party. Not known to be them: they may only ask that
    /// something be sent to the address on file, or leave a contact for the nurse to confirm.
    Bearer(Party),
    /// What falls due: reminders, chases, lapses, and closing what nobody answers.
    Clock,
    /// The verdict on an uploaded document.
    Scanner,
    /// What the mail service says of a letter.
    Postmaster,
    /// Reports that a copy for subject access is ready.
    Archivist,
}

impl Actor {
    /// The treating doctor who acts, or for whom a secretary does.
    pub fn doctor(&self) -> Option<&DoctorId> {
        match self {
            Self::PrimaryConsultant(doctor) | Self::Secretary(doctor) => Some(doctor),
            Self::Client(_)
            | Self::Member
            | Self::Nurse(_)
            | Self::ClinicalLead(_)
            | Self::Specialist(_)
            | Self::Operator(_)
            | Self::Bearer(_)
            | Self::Clock
            | Self::Scanner
            | Self::Postmaster
            | Self::Archivist => None,
        }
    }

    pub(crate) fn any_nurse(&self) -> Result<&StaffId, Gate> {
        if let Actor::Nurse(nurse) = self { Ok(nurse) } else { Err(Gate::NotAllowed) }
    }

    pub(crate) fn member(&self) -> Result<(), Gate> {
        if matches!(self, Actor::Member) { Ok(()) } else { Err(Gate::NotAllowed) }
    }

    pub(crate) fn clinical_lead(&self) -> Result<(), Gate> {
        if matches!(self, Actor::ClinicalLead(_)) { Ok(()) } else { Err(Gate::NotAllowed) }
    }

    pub(crate) fn operator(&self) -> Result<(), Gate> {
        if matches!(self, Actor::Operator(_)) { Ok(()) } else { Err(Gate::NotAllowed) }
    }

    pub(crate) fn bearer(&self, of: &Party) -> Result<(), Gate> {
        if matches!(self, Actor::Bearer(party) if party == of) {
            Ok(())
        } else {
            Err(Gate::NotAllowed)
        }
    }

    pub(crate) fn clock(&self) -> Result<(), Gate> {
        if matches!(self, Actor::Clock) { Ok(()) } else { Err(Gate::NotAllowed) }
    }

    pub(crate) fn scanner(&self) -> Result<(), Gate> {
        if matches!(self, Actor::Scanner) { Ok(()) } else { Err(Gate::NotAllowed) }
    }

    pub(crate) fn treating_doctor(&self) -> Result<&DoctorId, Gate> {
        if let Actor::PrimaryConsultant(doctor) = self { Ok(doctor) } else { Err(Gate::NotAllowed) }
    }
}
