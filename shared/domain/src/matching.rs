//! Matching: two or three independent specialists are offered, one is chosen, and accepts.

use crate::calendar::london;
use crate::casework::ensure;
use crate::consent::Scope;
use crate::directory::{Specialist, Specialty};
use crate::ids::{ClientId, HospitalId, SheetId, SpecialistId};
use crate::{Actor, Case};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An offer has two or three specialists: never one, never four.
pub const OFFERED: std::ops::RangeInclusive<usize> = 2..=3;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    pub offer: Option<Offer>,
    pub chosen: Option<Chosen>,
    /// Who declined; they are not offered again.
    pub declined: Vec<SpecialistId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub specialists: Vec<SpecialistId>,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    pub specialist: SpecialistId,
    pub at: Timestamp,
    pub accepted: Option<Timestamp>,
}

impl Facts {
    /// Whether specialists are offered and none is chosen yet.
    pub fn awaits_choice(&self) -> bool {
        self.offer.is_some() && self.chosen.is_none()
    }

    pub fn accepted(&self) -> Option<&Chosen> {
        self.chosen.as_ref().filter(|chosen| chosen.accepted.is_some())
    }
}

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Event {
    OfferMade { specialists: Vec<SpecialistId> },
    SpecialistChosen { specialist: SpecialistId },
    MoreAskedFor { reason: Option<SheetId> },
    SpecialistAccepted { specialist: SpecialistId },
    SpecialistDeclined { specialist: SpecialistId, reason: Option<SheetId> },
}

/// The specialist says that the delay expected is acceptable, as the treating doctor does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelayAcceptable;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The entries as they stand in the directory at this moment.
    Offer {
        specialists: Vec<Specialist>,
    },
    Choose {
        specialist: SpecialistId,
    },
    AskForMore {
        reason: Option<SheetId>,
    },
    Accept {
        delay: Option<DelayAcceptable>,
    },
    Decline {
        reason: Option<SheetId>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("the member's needs have not been recorded yet")]
    NeedsNotRecorded,
    #[error("no treating doctor has been named, so independence cannot be told")]
    NoDoctorNamed,
    #[error("two or three specialists are offered")]
    NotTwoOrThree,
    #[error("one of them cannot be offered for this case")]
    NotEligible,
    #[error("a specialist has already accepted")]
    AlreadyAccepted,
    #[error("that specialist is not among those offered")]
    NotOffered,
    #[error("there is no offer to choose from")]
    NoOffer,
    #[error("a specialist has already been chosen")]
    AlreadyChosen,
    #[error("please confirm that the expected delay is acceptable")]
    DelayNotAcceptable,
}

/// Why a specialist cannot be offered for a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Bar {
    OtherSpecialty,
    RegistrationNotChecked,
    SameHospital,
    DeclaredConflict,
    DeclinedBefore,
}

/// What bars a specialist from a case today, if anything does. Independence is told by hospital:
/// a treating doctor's own hospital or practice bars everyone who works there, the doctor included.
pub fn bar(case: &Case, specialist: &Specialist, today: Date) -> Option<Bar> {
    let treated_at: Vec<&HospitalId> =
        case.casework.doctors.iter().map(|doctor| &doctor.hospital).collect();
    let client: Option<&ClientId> = case.received.as_ref().map(|received| &received.client);
    let needed: Option<&Specialty> = case.casework.needs.as_ref().map(|needs| &needs.specialty);
    if needed.is_some_and(|needed| needed != &specialist.specialty) {
        Some(Bar::OtherSpecialty)
    } else if specialist.checked_until <= today {
        Some(Bar::RegistrationNotChecked)
    } else if specialist.hospitals.iter().any(|hospital| treated_at.contains(&hospital)) {
        Some(Bar::SameHospital)
    } else if client.is_some_and(|client| specialist.conflicts.contains(client)) {
        Some(Bar::DeclaredConflict)
    } else if case.matching.declined.contains(&specialist.id) {
        Some(Bar::DeclinedBefore)
    } else {
        None
    }
}

/// A specialist who can be offered, with the reasons for their rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranked<'a> {
    pub specialist: &'a Specialist,
    pub reasons: Vec<Reason>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Reason {
    SpecialtyFits,
    Independent,
    SoonestReport,
}

/// The eligible specialists, soonest report first, then by id so that the order never wavers.
pub fn rank<'a>(case: &Case, network: &'a [Specialist], today: Date) -> Vec<Ranked<'a>> {
    let mut fit: Vec<&Specialist> =
        network.iter().filter(|specialist| bar(case, specialist, today).is_none()).collect();
    fit.sort_by(|a, b| (a.report_days, &a.id).cmp(&(b.report_days, &b.id)));
    let soonest = fit.first().map(|specialist| specialist.report_days);
    let reasons = |specialist: &Specialist| {
        let mut reasons = vec![Reason::SpecialtyFits, Reason::Independent];
        if Some(specialist.report_days) == soonest {
            reasons.push(Reason::SoonestReport);
        }
        reasons
    };
    fit.into_iter().map(|specialist| Ranked { specialist, reasons: reasons(specialist) }).collect()
}

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let facts = &case.matching;
    let event = match command {
        Command::Offer { specialists } => offer(case, by, &specialists, now)?,
        Command::Choose { specialist } => {
            by.member_or_nurse(case, now)?;
            case.consented_to(Scope::Show)?;
            let offer = facts.offer.as_ref().ok_or(Refusal::NoOffer)?;
            ensure(facts.chosen.is_none(), Refusal::AlreadyChosen)?;
            ensure(offer.specialists.contains(&specialist), Refusal::NotOffered)?;
            Event::SpecialistChosen { specialist }
        }
        Command::AskForMore { reason } => {
            by.member_or_nurse(case, now)?;
            ensure(facts.offer.is_some(), Refusal::NoOffer)?;
            ensure(facts.chosen.is_none(), Refusal::AlreadyChosen)?;
            Event::MoreAskedFor { reason }
        }
        Command::Accept { delay } => {
            let specialist = by.chosen_specialist(case)?.clone();
            case.consented_to(Scope::Show)?;
            ensure(facts.accepted().is_none(), Refusal::AlreadyAccepted)?;
            ensure(delay.is_some(), Refusal::DelayNotAcceptable)?;
            Event::SpecialistAccepted { specialist }
        }
        Command::Decline { reason } => {
            let specialist = by.chosen_specialist(case)?.clone();
            ensure(facts.accepted().is_none(), Refusal::AlreadyAccepted)?;
            Event::SpecialistDeclined { specialist, reason }
        }
    };
    Ok(vec![event.into()])
}

fn offer(
    case: &Case,
    by: &Actor,
    specialists: &[Specialist],
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now)?;
    case.standing_consent()?;
    ensure(case.casework.needs.is_some(), Refusal::NeedsNotRecorded)?;
    ensure(!case.casework.doctors.is_empty(), Refusal::NoDoctorNamed)?;
    ensure(case.matching.chosen.is_none(), Refusal::AlreadyChosen)?;
    let mut ids: Vec<SpecialistId> = specialists.iter().map(|one| one.id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    ensure(OFFERED.contains(&ids.len()) && ids.len() == specialists.len(), Refusal::NotTwoOrThree)?;
    let today = london(now).date();
    let eligible = specialists.iter().all(|specialist| bar(case, specialist, today).is_none());
    ensure(eligible, Refusal::NotEligible)?;
    Ok(Event::OfferMade { specialists: specialists.iter().map(|one| one.id.clone()).collect() })
}

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let facts = &mut case.matching;
    match event {
        Event::OfferMade { specialists } => {
            facts.offer = Some(Offer { specialists: specialists.clone(), at });
        }
        Event::SpecialistChosen { specialist } => {
            facts.chosen = Some(Chosen { specialist: specialist.clone(), at, accepted: None });
        }
        Event::MoreAskedFor { .. } => facts.offer = None,
        Event::SpecialistAccepted { .. } => {
            if let Some(chosen) = &mut facts.chosen {
                chosen.accepted = Some(at);
            }
        }
        Event::SpecialistDeclined { specialist, .. } => {
            facts.declined.push(specialist.clone());
            facts.chosen = None;
            facts.offer = None;
        }
    }
}
