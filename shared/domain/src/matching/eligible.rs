//! Who can be offered for a case, and in which order.

use super::Offered;
use crate::Case;
use crate::directory::{Specialist, Specialty};
use crate::ids::{ClientId, HospitalId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why a specialist cannot be offered for a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Bar {
    OtherSpecialty,
    RegistrationNotChecked,
    /// Suspended, or not in the network any more.
    NotCurrent,
    SameHospital,
    DeclaredConflict,
    /// They declined, or were replaced.
    SetAside,
}

/// What bars a specialist from a case today, if anything does. Independence is told by hospital:
/// a treating doctor's own hospital or practice bars everyone who works there, the doctor included.
pub fn bar(case: &Case, specialist: &Specialist, today: Date) -> Option<Bar> {
    let client: Option<&ClientId> = case.received.as_ref().map(|received| &received.client);
    if let Some(bar) = bar_by_case(case, &Offered::of(specialist)) {
        Some(bar)
    } else if !specialist.standing.is_current() {
        Some(Bar::NotCurrent)
    } else if specialist.checked_until <= today {
        Some(Bar::RegistrationNotChecked)
    } else if client.is_some_and(|client| specialist.conflicts.contains(client)) {
        Some(Bar::DeclaredConflict)
    } else if case.matching.set_aside.contains(&specialist.id) {
        Some(Bar::SetAside)
    } else {
        None
    }
}

/// The part that the case itself can tell of someone who was offered: what changes when a doctor is
/// named or corrected, or when another specialty is needed.
pub(crate) fn bar_by_case(case: &Case, offered: &Offered) -> Option<Bar> {
    let treated_at: Vec<&HospitalId> =
        case.casework.doctors.iter().map(|doctor| &doctor.hospital).collect();
    let needed: Option<&Specialty> = case.casework.specialty();
    if needed.is_some_and(|needed| needed != &offered.specialty) {
        Some(Bar::OtherSpecialty)
    } else if offered.hospitals.iter().any(|hospital| treated_at.contains(&hospital)) {
        Some(Bar::SameHospital)
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
