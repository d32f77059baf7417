//! Who treats the member: named, corrected, withdrawn, and where they may be written to.

use super::{
    DOCTORS_MAX, DoctorAddress, Event, MemberAgrees, NAMED_MAX, Refusal, TreatingDoctor,
    WhoseMailBox,
};
use crate::access::MailBox;
use crate::case::reopening::{keeps_specialist, reopened};
use crate::ids::{DoctorId, SheetId};
use crate::records::Refusal::AddressNotVerified;
use crate::records::ReopenedFor;
use crate::refusal::{Gate, ensure};
use crate::{Actor, Case};
use jiff::Timestamp;

/// What the nurse learns from the member is clinical, so it needs consent.
pub(super) fn may_understand(case: &Case, by: &Actor, now: Timestamp) -> Result<(), Gate> {
    by.owning_nurse(case, now)?;
    case.standing_consent().map(|_| ())
}

/// A new doctor may be where the specialist works, and may have records that nobody has asked for.
pub(super) fn name(
    case: &Case,
    by: &Actor,
    doctor: TreatingDoctor,
    at: WhoseMailBox,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    may_understand(case, by, now)?;
    let known = &case.casework;
    ensure(known.doctor(&doctor.doctor).is_none(), Refusal::AlreadyThere)?;
    let treating = known.doctors.len().saturating_sub(known.withdrawn_doctors.len());
    let room = treating < DOCTORS_MAX && known.doctors.len() < NAMED_MAX;
    ensure(room, Refusal::TooMany)?;
    may_write_to(case, at)?;
    let mut after = case.clone();
    after.casework.doctors.push(doctor.clone());
    ensure(keeps_specialist(&after), Refusal::SpecialistInTheWay)?;
    let opened = reopened(&after, Some(ReopenedFor::DoctorsChanged));
    Ok([Event::DoctorNamed(doctor).into()].into_iter().chain(opened).collect())
}

/// A name, an address, a secretary or a hospital that was wrong.
pub(super) fn correct(
    case: &Case,
    by: &Actor,
    command: (TreatingDoctor, WhoseMailBox, MailBox),
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let (doctor, at, mail) = command;
    may_understand(case, by, now)?;
    is_treating(case, &doctor.doctor)?;
    may_write_to(case, at)?;
    // Whoever was asked is written to at once, so somebody must have looked whose address it is.
    let asked = case.records.asked_of(&doctor.doctor).is_some();
    ensure(!asked || doctor.address == DoctorAddress::Verified, AddressNotVerified)?;
    let mut after = case.clone();
    let known = after.casework.doctors.iter_mut().find(|known| known.doctor == doctor.doctor);
    if let Some(known) = known {
        known.clone_from(&doctor);
    }
    ensure(keeps_specialist(&after), Refusal::SpecialistInTheWay)?;
    let records = (mail == MailBox::Other).then_some(ReopenedFor::DoctorsChanged);
    let opened = reopened(&after, records);
    Ok([Event::DoctorCorrected { doctor, mail }.into()].into_iter().chain(opened).collect())
}

pub(super) fn withdraw(
    case: &Case,
    by: &Actor,
    doctor: DoctorId,
    reason: SheetId,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    may_understand(case, by, now)?;
    is_treating(case, &doctor)?;
    Ok(Event::DoctorWithdrawn { doctor, reason })
}

/// Hospital staff are treated where they work. By the clinical lead, and with the member's agreement.
pub(super) fn allow_employer_address(
    case: &Case,
    by: &Actor,
    reason: SheetId,
    agreed: Option<MemberAgrees>,
) -> Result<Event, crate::Refusal> {
    by.clinical_lead()?;
    case.standing_consent()?;
    ensure(agreed.is_some(), Refusal::MemberHasNotAgreed)?;
    ensure(case.casework.employer_address.is_none(), Refusal::AlreadyThere)?;
    Ok(Event::EmployerAddressAllowed { reason })
}

fn is_treating(case: &Case, doctor: &DoctorId) -> Result<(), Refusal> {
    ensure(case.casework.doctor(doctor).is_some(), Refusal::NoSuchDoctor)?;
    ensure(case.casework.is_treating(doctor), Refusal::DoctorWithdrawn)
}

fn may_write_to(case: &Case, at: WhoseMailBox) -> Result<(), Refusal> {
    match at {
        WhoseMailBox::TheirOwn => Ok(()),
        WhoseMailBox::AtClient => {
            ensure(case.casework.employer_address.is_some(), Refusal::EmployersAddress)
        }
        WhoseMailBox::TheMembers => Err(Refusal::MembersAddress),
    }
}
