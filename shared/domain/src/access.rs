//! Access: which address is the member's own, and until when links and sessions count.

use crate::ids::SheetId;
use crate::referral::Address;
use crate::{Actor, Case};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Links and sessions carry the epoch of their audience at the time; raising it ends them all at once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    pub address: Address,
    /// The sheet that replaced the referral's details, when a contact was corrected.
    pub details: Option<SheetId>,
    pub member_epoch: u32,
    pub others_epoch: u32,
    /// Letters that the mail service could not deliver.
    pub not_delivered: u32,
}

/// For whom a link or a session is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    Member,
    PrimaryConsultant(crate::ids::DoctorId),
    Secretary(crate::ids::DoctorId),
    Specialist(crate::ids::SpecialistId),
}

/// What a link is for. A session opened for one purpose is refused at every other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Purpose {
    Consent,
    Choice,
    GoAhead,
    Brief,
    Opinion,
    Report,
}

impl Purpose {
    /// Days until the link expires: long enough for the answer it waits for.
    pub fn link_days(self) -> u32 {
        match self {
            Self::Consent => 21,
            Self::Choice | Self::GoAhead | Self::Brief => 14,
            Self::Opinion | Self::Report => 60,
        }
    }
}

impl Party {
    pub fn actor(&self) -> Actor {
        match self {
            Self::Member => Actor::Member,
            Self::PrimaryConsultant(doctor) => Actor::PrimaryConsultant(doctor.clone()),
            Self::Secretary(doctor) => Actor::Secretary(doctor.clone()),
            Self::Specialist(specialist) => Actor::Specialist(specialist.clone()),
        }
    }
}

impl Facts {
    pub(crate) fn raise_member(&mut self) {
        self.member_epoch += 1;
    }

    pub(crate) fn raise_others(&mut self) {
        self.others_epoch += 1;
    }

    pub fn epoch_of(&self, party: &Party) -> u32 {
        if matches!(party, Party::Member) { self.member_epoch } else { self.others_epoch }
    }
}

impl Case {
    /// The sheet with the member's details as they are now.
    pub fn details(&self) -> Option<&SheetId> {
        self.access.details.as_ref().or(self.received.as_ref().map(|received| &received.details))
    }
}

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Event {
    ContactCorrected { details: SheetId, address: Address },
    PrivateContactConfirmed { details: SheetId },
    NotDelivered { letter: u64 },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    CorrectContact {
        details: SheetId,
        address: Address,
    },
    /// The nurse confirmed a private address or mobile by phone.
    ConfirmPrivateContact {
        details: SheetId,
    },
    /// A letter that followed that event came back.
    ReportNotDelivered {
        letter: u64,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error(
        "this address is at your employer; please phone our nurse and give a private address or mobile"
    )]
    AddressAtClient,
    #[error("no letter followed that event")]
    NoSuchLetter,
}

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let event = match command {
        Command::CorrectContact { details, address } => {
            by.owning_nurse(case, now)?;
            Event::ContactCorrected { details, address }
        }
        Command::ConfirmPrivateContact { details } => {
            by.owning_nurse(case, now)?;
            Event::PrivateContactConfirmed { details }
        }
        Command::ReportNotDelivered { letter } => {
            if !matches!(by, Actor::Postmaster) {
                return Err(crate::refusal::Gate::NotAllowed.into());
            }
            if letter == 0 || letter > case.version {
                return Err(Refusal::NoSuchLetter.into());
            }
            Event::NotDelivered { letter }
        }
    };
    Ok(vec![event.into()])
}

pub(crate) fn apply(case: &mut Case, event: &Event) {
    match event {
        Event::ContactCorrected { details, address } => {
            case.access.details = Some(details.clone());
            case.access.address = *address;
            case.access.raise_member();
        }
        Event::PrivateContactConfirmed { details } => {
            case.access.details = Some(details.clone());
            case.access.address = Address::Private;
            case.access.raise_member();
        }
        Event::NotDelivered { .. } => case.access.not_delivered += 1,
    }
}
