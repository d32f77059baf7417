//! Whether a treating doctor may be asked, chased, heard, and paid for copying.

use super::{CHECKLIST_MAX, COPYING_FEE_MAX, ChasedFor, ChecklistItem, Event, ItemState, Refusal};
use crate::casework::{DoctorAddress, Outlook};
use crate::consent::Scope;
use crate::due::{chase_allowed_from, chased_for, done_today, next_chase, outlook};
use crate::ids::{DoctorId, SheetId};
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
    let named = case.casework.doctor(&doctor).filter(|_| case.casework.is_treating(&doctor));
    let named = named.ok_or(Refusal::NoSuchDoctor)?;
    ensure(named.address == DoctorAddress::Verified, Refusal::AddressNotVerified)?;
    ensure(case.records.asked_of(&doctor).is_none(), Refusal::AlreadyAsked)?;
    ensure((1..=CHECKLIST_MAX).contains(&checklist.len()), Refusal::BadChecklist)?;
    Ok(Event::Asked { doctor, checklist })
}

/// By the doctor, asked and not yet heard, to what they were shown. A secretary never speaks for them here.
pub(super) fn confirm(
    case: &Case,
    by: &Actor,
    shown: Outlook,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    let doctor = by.treating_doctor()?;
    case.consented_to(Scope::Collect)?;
    let asked = case.records.asked_of(doctor).ok_or(Refusal::NotAsked)?;
    ensure(asked.answer.is_none(), Refusal::AlreadyAnswered)?;
    let expected = outlook(case, now);
    ensure(expected.is_none_or(|expected| shown.covers(expected)), Refusal::FinishMoved)?;
    let shown = expected.unwrap_or_else(|| done_today(case, now));
    Ok(Event::GoAheadConfirmed { doctor: doctor.clone(), shown })
}

/// The doctor who objects, asked and not having objected yet. A confirmation may be taken back by an
/// objection, at any time before the end: what makes it unsafe to wait may be learned later.
pub(super) fn objecting(case: &Case, by: &Actor) -> Result<DoctorId, crate::Refusal> {
    let doctor = by.treating_doctor()?;
    case.consented_to(Scope::Collect)?;
    let asked = case.records.asked_of(doctor).ok_or(Refusal::NotAsked)?;
    ensure(!asked.has_objected(), Refusal::AlreadyAnswered)?;
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
    let why = chased_for(case, asked).ok_or(Refusal::AlreadyAnswered)?;
    let due = if by_hand { chase_allowed_from(case, asked) } else { next_chase(case, asked) };
    ensure(due.is_some_and(|at| at <= now), Refusal::NotDue)?;
    let before = match why {
        ChasedFor::GoAhead => asked.chases,
        ChasedFor::Papers => asked.papers.chases,
    };
    Ok(Event::Chased { chase: before + 1, why, doctor })
}

/// By the nurse, or by the specialist who found that something is missing.
pub(super) fn ask_items(
    case: &Case,
    by: &Actor,
    asked_for: (Vec<ChecklistItem>, Option<DoctorId>, Option<SheetId>),
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    let (items, doctor, reason) = asked_for;
    may_reopen(case, by, now)?;
    case.consented_to(Scope::Collect)?;
    let facts = &case.records;
    let of_someone = match &doctor {
        Some(doctor) => facts.asked_of(doctor).is_some(),
        None => facts.treating().next().is_some(),
    };
    ensure(of_someone, Refusal::NotAsked)?;
    ensure(!items.is_empty() && items.iter().all(ChecklistItem::is_listed), Refusal::NoSuchItem)?;
    let known = |item: &&ChecklistItem| facts.checklist.contains_key(*item);
    let new = items.iter().filter(|item| !known(item)).count();
    ensure(facts.checklist.len() + new <= CHECKLIST_MAX, Refusal::BadChecklist)?;
    let missing = |item: &ChecklistItem| {
        facts.checklist.get(item) == Some(&ItemState::Missing) && !facts.gone.contains(item)
    };
    ensure(!items.iter().any(missing), Refusal::AlreadyMissing)?;
    Ok(Event::ItemsAsked { items, doctor, reason })
}

/// The nurse, or the specialist in whose hands the case is.
pub(super) fn may_reopen(case: &Case, by: &Actor, now: Timestamp) -> Result<(), crate::Refusal> {
    case.standing_consent()?;
    ensure(case.report.released.is_none(), Refusal::AlreadyReported)?;
    if by.owning_nurse(case, now).is_ok() {
        return Ok(());
    }
    by.chosen_specialist(case)?;
    Ok(ensure(case.records.handed_over.is_some(), Refusal::NotAccepted)?)
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
