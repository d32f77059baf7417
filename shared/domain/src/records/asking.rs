//! Whether a treating doctor may be asked, chased, heard, and paid for copying.

use super::{CHECKLIST_MAX, COPYING_FEE_MAX, ChecklistItem, Event, GoAheadAnswer, Refusal};
use crate::casework::DoctorAddress;
use crate::consent::Scope;
use crate::due::{chase_allowed_from, next_chase};
use crate::ids::DoctorId;
use crate::money::Pence;
use crate::refusal::{Gate, ensure};
use crate::{Actor, Case};
use jiff::Timestamp;

pub(super) fn ask(
    case: &Case,
    by: &Actor,
    doctor: DoctorId,
    checklist: Vec<ChecklistItem>,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now)?;
    case.consented_to(Scope::Collect)?;
    let named = case.casework.doctor(&doctor).ok_or(Refusal::NoSuchDoctor)?;
    ensure(named.address == DoctorAddress::Verified, Refusal::AddressNotVerified)?;
    ensure(case.records.asked_of(&doctor).is_none(), Refusal::AlreadyAsked)?;
    ensure((1..=CHECKLIST_MAX).contains(&checklist.len()), Refusal::BadChecklist)?;
    Ok(Event::Asked { doctor, checklist })
}

/// The doctor who acts, asked and not yet heard. A secretary never speaks for them here.
pub(super) fn unanswered(case: &Case, by: &Actor) -> Result<DoctorId, crate::Refusal> {
    let doctor = by.treating_doctor()?;
    case.consented_to(Scope::Collect)?;
    let asked = case.records.asked_of(doctor).ok_or(Refusal::NotAsked)?;
    ensure(asked.answer.is_none(), Refusal::AlreadyAnswered)?;
    Ok(doctor.clone())
}

/// The doctor who objects, asked and not having objected yet. A confirmation may be taken back by an
/// objection, at any time before the end: what makes it unsafe to wait may be learned later.
pub(super) fn objecting(case: &Case, by: &Actor) -> Result<DoctorId, crate::Refusal> {
    let doctor = by.treating_doctor()?;
    case.consented_to(Scope::Collect)?;
    let asked = case.records.asked_of(doctor).ok_or(Refusal::NotAsked)?;
    let objected = matches!(asked.answer, Some(GoAheadAnswer::Objected { .. }));
    ensure(!objected, Refusal::AlreadyAnswered)?;
    Ok(doctor.clone())
}

/// The clock by its own days; the nurse by hand when they see fit, but not twice on one working day.
pub(super) fn chase(
    case: &Case,
    by: &Actor,
    doctor: DoctorId,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    let by_hand = by.owning_nurse(case, now).is_ok();
    if !by_hand {
        by.clock()?;
    }
    case.consented_to(Scope::Collect)?;
    let asked = case.records.asked_of(&doctor).ok_or(Refusal::NotAsked)?;
    ensure(asked.answer.is_none(), Refusal::AlreadyAnswered)?;
    let due = if by_hand { chase_allowed_from(case, asked) } else { next_chase(case, asked) };
    ensure(due.is_some_and(|at| at <= now), Refusal::NotDue)?;
    Ok(Event::Chased { chase: asked.chases + 1, doctor })
}

pub(super) fn claim_fee(case: &Case, by: &Actor, pence: Pence) -> Result<Event, crate::Refusal> {
    let (Actor::PrimaryConsultant(doctor) | Actor::Secretary(doctor)) = by else {
        return Err(Gate::NotAllowed.into());
    };
    case.consented_to(Scope::Collect)?;
    let asked = case.records.asked_of(doctor).ok_or(Refusal::NotAsked)?;
    ensure(asked.copying_fee.is_none(), Refusal::FeeClaimed)?;
    ensure(pence >= Pence(1) && pence <= COPYING_FEE_MAX, Refusal::BadFee)?;
    Ok(Event::CopyingFeeClaimed { doctor: doctor.clone(), pence })
}
