//! Who a row of the table means after one event: some events name one doctor or specialist, some mean all.

use super::Addressee;
use super::table::To;
use crate::access::{Event as Access, MailBox, Purpose};
use crate::casework::Event as Casework;
use crate::consent::{Event as Consent, Scope};
use crate::ids::{DoctorId, SpecialistId};
use crate::matching::{Event as Matching, ReplacedFor, Yes};
use crate::records::{Event as Records, GoAheadBy};
use crate::scheduling::Event as Scheduling;
use crate::{Case, Event, Party};

pub(super) fn addressees(case: &Case, event: &Event, to: To) -> Vec<Addressee> {
    let of_one = doctor_of(event).is_some();
    match to {
        To::EveryDoctor => every_doctor(case, Addressee::PrimaryConsultant),
        To::DoctorsRefused if lost(event, Scope::Collect) => {
            every_doctor(case, Addressee::PrimaryConsultant)
        }
        To::ChosenRefused if lost(event, Scope::Show) => {
            addressee(case, event, To::Chosen).into_iter().collect()
        }
        To::DoctorsAllowed if gained(event, Scope::Collect) => {
            every_doctor(case, Addressee::PrimaryConsultant)
        }
        To::ChosenAllowed if gained(event, Scope::Show) => {
            addressee(case, event, To::Chosen).into_iter().collect()
        }
        To::MemberUnasked if !is_members_wish(event) => vec![Addressee::Member],
        To::NurseUnasked if !is_members_wish(event) => vec![Addressee::Nurse],
        To::MemberAllowed if gained(event, Scope::Show) => vec![Addressee::Member],
        To::WhoChose if asks(event, Yes::Choice) => vec![Addressee::Member],
        To::WhoAccepted if asks(event, Yes::Acceptance) => {
            addressee(case, event, To::Specialist).into_iter().collect()
        }
        To::Complainant if complained(case, event) => vec![Addressee::Member],
        To::DoctorsRefused
        | To::Complainant
        | To::ChosenRefused
        | To::DoctorsAllowed
        | To::ChosenAllowed
        | To::MemberAllowed
        | To::MemberUnasked
        | To::NurseUnasked
        | To::WhoChose
        | To::WhoAccepted => Vec::new(),
        // Some events mean one doctor, and some every one of them.
        To::Doctors if !of_one => every_doctor(case, Addressee::PrimaryConsultant),
        To::Secretaries if !of_one => every_doctor(case, Addressee::Secretary),
        To::Manager
        | To::Nurse
        | To::ClinicalLead
        | To::Member
        | To::Doctor
        | To::Doctors
        | To::Secretary
        | To::Secretaries
        | To::Specialist
        | To::Chosen
        | To::Party => addressee(case, event, to).into_iter().collect(),
    }
}

/// Whether the member took that scope back.
fn lost(event: &Event, scope: Scope) -> bool {
    matches!(event, Event::Consent(Consent::Amended { removed, .. }) if removed.contains(&scope))
}

/// Whether the member allows that scope by this, or a nurse has confirmed what they signed.
fn gained(event: &Event, scope: Scope) -> bool {
    let adds =
        matches!(event, Event::Consent(Consent::Amended { added, .. }) if added.contains(&scope));
    adds || matches!(event, Event::Consent(Consent::SignatureConfirmed))
}

fn is_members_wish(event: &Event) -> bool {
    let wish = ReplacedFor::MembersWish;
    matches!(event, Event::Matching(Matching::SpecialistReplaced { why, .. }) if *why == wish)
}

/// Whether the complaint that was made or answered is the member's.
fn complained(case: &Case, event: &Event) -> bool {
    if let Event::Casework(Casework::ComplaintMade { by, .. }) = event {
        return *by == Party::Member;
    }
    let Event::Casework(Casework::ComplaintAnswered { answer, .. }) = event else {
        return false;
    };
    let mut answered = case.casework.answered.iter();
    answered.any(|found| found.answer == *answer && found.complaint.by == Party::Member)
}

fn asks(event: &Event, which: Yes) -> bool {
    matches!(event, Event::Matching(Matching::AskedAgain { yes, .. }) if *yes == which)
}

fn every_doctor(case: &Case, addressee: fn(DoctorId) -> Addressee) -> Vec<Addressee> {
    case.records.treating().map(|asked| addressee(asked.doctor.clone())).collect()
}

/// A doctor without a secretary gets no second letter: the sender finds no address.
fn addressee(case: &Case, event: &Event, to: To) -> Option<Addressee> {
    Some(match to {
        To::Manager => Addressee::Manager,
        To::Nurse | To::NurseUnasked => Addressee::Nurse,
        To::ClinicalLead => Addressee::ClinicalLead,
        To::Member | To::MemberAllowed | To::MemberUnasked | To::WhoChose | To::Complainant => {
            Addressee::Member
        }
        To::Doctor | To::Doctors | To::EveryDoctor | To::DoctorsRefused | To::DoctorsAllowed => {
            Addressee::PrimaryConsultant(doctor_of(event)?.clone())
        }
        To::Secretary | To::Secretaries => Addressee::Secretary(doctor_of(event)?.clone()),
        To::Specialist | To::WhoAccepted => Addressee::Specialist(specialist_of(event)?.clone()),
        To::Chosen | To::ChosenRefused | To::ChosenAllowed => {
            Addressee::Specialist(case.matching.chosen.as_ref()?.specialist.clone())
        }
        To::Party => Addressee::of(party_of(event)?),
    })
}

fn doctor_of(event: &Event) -> Option<&DoctorId> {
    if let Event::Casework(Casework::DoctorCorrected { doctor, mail: MailBox::Other }) = event {
        return Some(&doctor.doctor);
    }
    let (Event::Records(
        Records::Asked { doctor, .. }
        | Records::Chased { doctor, .. }
        | Records::ItemsAsked { doctor: Some(doctor), .. }
        | Records::GoAheadAskedAgain { of: GoAheadBy::Doctor(doctor) },
    )
    | Event::Casework(Casework::DoctorWithdrawn { doctor, .. })) = event
    else {
        return None;
    };
    Some(doctor)
}

fn specialist_of(event: &Event) -> Option<&SpecialistId> {
    let (Event::Matching(
        Matching::SpecialistChosen { specialist, .. }
        | Matching::SpecialistReplaced { specialist, .. }
        | Matching::AskedAgain { specialist, .. },
    )
    | Event::Scheduling(
        Scheduling::AppointmentBooked { specialist, .. }
        | Scheduling::AppointmentMoved { specialist, .. }
        | Scheduling::AppointmentCancelled { specialist, .. },
    )) = event
    else {
        return None;
    };
    Some(specialist)
}

fn party_of(event: &Event) -> Option<&Party> {
    let Event::Access(Access::LinkAsked { party, .. }) = event else {
        return None;
    };
    Some(party)
}

pub(super) fn link_asked(event: &Event) -> Option<Purpose> {
    let Event::Access(Access::LinkAsked { purpose, .. }) = event else {
        return None;
    };
    Some(*purpose)
}
