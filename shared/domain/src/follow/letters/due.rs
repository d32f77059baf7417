//! Whether what a letter asks or tells still holds: an event may be heard late.

use super::Addressee;
use crate::Case;
use crate::consent::Scope;
use crate::due::chased_for;
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

/// The doctor was asked, and something is waited for: their answer, or papers.
pub(super) fn is_waited_for(case: &Case, to: &Addressee) -> bool {
    let Addressee::PrimaryConsultant(doctor) = to else {
        return false;
    };
    let asked = case.records.asked_of(doctor);
    let waited = asked.is_some_and(|asked| chased_for(case, asked).is_some());
    waited && case.consented_to(Scope::Collect).is_ok()
}

/// The doctor had been asked for something.
pub(super) fn was_asked(case: &Case, to: &Addressee) -> bool {
    let asked = case.records.asked.iter();
    asked.map(|asked| Addressee::PrimaryConsultant(asked.doctor.clone())).any(|one| one == *to)
}

pub(super) fn is_incomplete(case: &Case, _: &Addressee) -> bool {
    case.records.complete.is_none()
}

/// They or their doctor were asked, and something is still missing.
pub(super) fn lacks_records(case: &Case, to: &Addressee) -> bool {
    let (Addressee::PrimaryConsultant(doctor) | Addressee::Secretary(doctor)) = to else {
        return false;
    };
    case.records.asked_of(doctor).is_some()
        && !case.records.every_item_answered()
        && case.consented_to(Scope::Collect).is_ok()
}

/// The doctor has answered, and only papers are missing.
pub(super) fn has_papers_to_send(case: &Case, to: &Addressee) -> bool {
    lacks_records(case, to) && !is_unheard(case, to)
}

pub(super) fn may_not_collect(case: &Case, _: &Addressee) -> bool {
    case.consented_to(Scope::Collect).is_err()
}

pub(super) fn may_not_show(case: &Case, _: &Addressee) -> bool {
    case.consented_to(Scope::Show).is_err()
}

/// A consent stands: none was refused or taken back meanwhile.
pub(super) fn stands(case: &Case, _: &Addressee) -> bool {
    case.consent.standing().is_some()
}

/// The case has not ended before: whoever was told then is not told again.
pub(super) fn ended_first(case: &Case, _: &Addressee) -> bool {
    case.ended.as_ref().is_some_and(|ended| ended.since == ended.at)
}

/// A doctor objected, or none of those asked has answered, and nobody has decided.
pub(super) fn needs_decision(case: &Case, _: &Addressee) -> bool {
    case.records.needs_decision()
}

/// The case is with the specialist, and every record that was asked for is there.
pub(super) fn is_in_hand(case: &Case, _: &Addressee) -> bool {
    let handed_over = case.records.handed_over.is_some();
    handed_over && case.records.complete.is_some() && case.consented_to(Scope::Show).is_ok()
}

/// They may have opened it, whether the records are complete or not.
pub(super) fn has_been_in_hand(case: &Case, _: &Addressee) -> bool {
    case.records.handed_over.is_some() && case.consented_to(Scope::Show).is_ok()
}

/// It was in their hands before it was complete once more.
pub(super) fn is_in_hand_again(case: &Case, to: &Addressee) -> bool {
    is_in_hand(case, to) && case.records.complete > case.records.handed_over
}

pub(super) fn has_no_specialist(case: &Case, _: &Addressee) -> bool {
    case.matching.chosen.is_none() && case.matching.offer.is_none()
}

/// The member chose a finish after the latest safe date.
pub(super) fn chose_late(case: &Case, _: &Addressee) -> bool {
    case.matching.chosen.as_ref().is_some_and(|chosen| chosen.shown.is_late())
}

pub(super) fn lives(case: &Case, _: &Addressee) -> bool {
    case.casework.died.is_none()
}

pub(super) fn is_chosen(case: &Case, _: &Addressee) -> bool {
    case.matching.chosen.as_ref().is_some_and(|chosen| chosen.accepted.is_none())
}

/// They have accepted, and have not got the records yet.
pub(super) fn is_accepted(case: &Case, _: &Addressee) -> bool {
    let waits = case.matching.accepted().is_some() && case.records.handed_over.is_none();
    waits && case.consented_to(Scope::Show).is_ok()
}

/// A version of the report waits for the nurse's check.
pub(super) fn is_to_check(case: &Case, _: &Addressee) -> bool {
    let last = case.report.last_version();
    case.report.released.is_none() && last.is_some_and(|version| version.returned.is_none())
}

pub(super) fn is_returned(case: &Case, _: &Addressee) -> bool {
    let last = case.report.last_version();
    let returned = last.is_some_and(|version| version.returned.is_some());
    returned && case.consented_to(Scope::Show).is_ok()
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

pub(super) fn is_booked_with(case: &Case, to: &Addressee) -> bool {
    let booked = case.scheduling.appointment.as_ref();
    booked.is_some_and(|booked| *to == Addressee::Specialist(booked.specialist.clone()))
}

pub(super) fn is_not_booked_with(case: &Case, to: &Addressee) -> bool {
    !is_booked_with(case, to)
}

pub(super) fn is_not_booked(case: &Case, _: &Addressee) -> bool {
    case.scheduling.appointment.is_none()
}
