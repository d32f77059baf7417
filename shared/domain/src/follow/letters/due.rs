//! Whether what a letter asks or tells still holds: an event may be heard late.

use super::Addressee;
use crate::Case;
use crate::consent::Scope;
use crate::referral::Address;

pub(super) fn always(_: &Case, _: &Addressee) -> bool {
    true
}

/// The member has been written to and has not answered yet.
pub(super) fn is_unanswered(case: &Case, _: &Addressee) -> bool {
    case.casework.introduced.is_some() && case.consent.given.is_none()
}

pub(super) fn is_answered(case: &Case, _: &Addressee) -> bool {
    let answered = case.consent.given.is_some() || case.ended.is_some();
    case.casework.introduced.is_some() && answered
}

/// The member has been written to at all.
pub(super) fn is_introduced(case: &Case, _: &Addressee) -> bool {
    case.casework.introduced.is_some()
}

pub(super) fn needs_private_contact(case: &Case, _: &Addressee) -> bool {
    case.casework.introduced.is_some() && case.access.address == Address::AtClient
}

/// The doctor was asked and has not said whether to go ahead.
pub(super) fn is_unheard(case: &Case, to: &Addressee) -> bool {
    let Addressee::PrimaryConsultant(doctor) = to else {
        return false;
    };
    let unheard = case.records.asked_of(doctor).is_some_and(|asked| asked.answer.is_none());
    unheard && case.consented_to(Scope::Collect).is_ok()
}

pub(super) fn lacks_records(case: &Case, _: &Addressee) -> bool {
    !case.records.every_item_answered() && case.consented_to(Scope::Collect).is_ok()
}

/// A doctor objected, or none of those asked has answered, and nobody has decided.
pub(super) fn needs_decision(case: &Case, _: &Addressee) -> bool {
    case.records.needs_decision()
}

pub(super) fn is_shown(case: &Case, _: &Addressee) -> bool {
    case.consented_to(Scope::Show).is_ok()
}

pub(super) fn awaits_choice(case: &Case, _: &Addressee) -> bool {
    case.matching.awaits_choice()
}

pub(super) fn awaits_acceptance(case: &Case, to: &Addressee) -> bool {
    let asked = case.matching.chosen.as_ref().filter(|chosen| chosen.accepted.is_none());
    let asked = asked.map(|chosen| Addressee::Specialist(chosen.specialist.clone()));
    asked.as_ref() == Some(to) && case.consented_to(Scope::Show).is_ok()
}

pub(super) fn is_booked(case: &Case, _: &Addressee) -> bool {
    case.scheduling.appointment.is_some()
}

pub(super) fn is_not_booked(case: &Case, _: &Addressee) -> bool {
    case.scheduling.appointment.is_none()
}
