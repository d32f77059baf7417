//! Notify: which letters follow from an event. The words are in `mail`; who may still get one is decided here.

use crate::access::{Party, Purpose};
use crate::case::Ending;
use crate::ids::{DoctorId, SpecialistId};
use crate::{
    Case, Event, Recorded, casework, consent, matching, records, referral, report, scheduling,
};
use serde::{Deserialize, Serialize};

/// A letter to send: what it says, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub kind: LetterKind,
    pub to: Addressee,
}

/// What a letter says. One template in `mail` for each.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumIter,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum LetterKind {
    ReferralMade,
    Introduction,
    Reminder,
    ConsentKept,
    RecordsAsked,
    RecordsChased,
    Choice,
    Brief,
    HandOver,
    Appointment,
    AppointmentCancelled,
    ReportReady,
    UrgentConcern,
    Withdrawn,
    Code,
}

/// To whom a letter goes. Where their address stands is the sender's to find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressee {
    Manager,
    Nurse,
    Member,
    PrimaryConsultant(DoctorId),
    Specialist(SpecialistId),
}

impl LetterKind {
    /// What the letter's link opens, if it has one.
    pub fn purpose(self) -> Option<Purpose> {
        match self {
            Self::Introduction | Self::Reminder => Some(Purpose::Consent),
            Self::RecordsAsked | Self::RecordsChased => Some(Purpose::GoAhead),
            Self::Choice => Some(Purpose::Choice),
            Self::Brief => Some(Purpose::Brief),
            Self::HandOver => Some(Purpose::Opinion),
            Self::ReportReady => Some(Purpose::Report),
            _ => None,
        }
    }
}

impl Addressee {
    /// The party whose link goes with the letter; managers and nurses get none.
    pub fn party(&self) -> Option<Party> {
        match self {
            Self::Manager | Self::Nurse => None,
            Self::Member => Some(Party::Member),
            Self::PrimaryConsultant(doctor) => Some(Party::PrimaryConsultant(doctor.clone())),
            Self::Specialist(specialist) => Some(Party::Specialist(specialist.clone())),
        }
    }
}

/// The letters that one event leads to, asked of the case as it stands now: an event that comes
/// late, after the case has ended or consent was withdrawn, leads to none but the last word.
pub fn letters(case: &Case, recorded: &Recorded) -> Vec<Letter> {
    if case.erased.is_some() || case.casework.died.is_some() {
        return Vec::new();
    }
    let letter = |kind, to| Letter { kind, to };
    let mut letters = follow(recorded);
    letters.extend(to_specialist(case, recorded));
    letters.retain(|letter| still_due(case, letter));
    match &case.ended {
        None => letters,
        Some(ended) if ended.how == Ending::Withdrawn => match &recorded.event {
            Event::Consent(consent::Event::Withdrawn { .. }) => {
                vec![letter(LetterKind::Withdrawn, Addressee::Member)]
            }
            _ => Vec::new(),
        },
        Some(_) => letters.into_iter().filter(|it| outlives_the_end(it.kind)).collect(),
    }
}

/// Whether what the letter asks or tells still holds: an event may be heard late.
fn still_due(case: &Case, letter: &Letter) -> bool {
    let chosen = case.matching.chosen.as_ref();
    match (letter.kind, &letter.to) {
        (LetterKind::Introduction | LetterKind::Reminder, _) => case.consent.consent.is_none(),
        (
            LetterKind::RecordsAsked | LetterKind::RecordsChased,
            Addressee::PrimaryConsultant(id),
        ) => case.records.asked_of(id).is_some_and(|asked| asked.answer.is_none()),
        (LetterKind::Choice, _) => case.matching.offer.is_some() && chosen.is_none(),
        (LetterKind::Brief, Addressee::Specialist(id)) => {
            chosen.is_some_and(|it| &it.specialist == id && it.accepted.is_none())
        }
        (LetterKind::Appointment, _) => case.scheduling.appointment.is_some(),
        _ => true,
    }
}

fn outlives_the_end(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::ReportReady | LetterKind::UrgentConcern | LetterKind::ReferralMade)
}

fn follow(recorded: &Recorded) -> Vec<Letter> {
    use Addressee::{Manager, Member, Nurse, PrimaryConsultant, Specialist};
    let (kind, to) = match &recorded.event {
        Event::Referral(referral::Event::Received { .. }) => (LetterKind::ReferralMade, Manager),
        Event::Casework(casework::Event::IntroductionSent) => (LetterKind::Introduction, Member),
        Event::Consent(consent::Event::Reminded { .. }) => (LetterKind::Reminder, Member),
        Event::Consent(consent::Event::Given { .. } | consent::Event::Recorded { .. }) => {
            (LetterKind::ConsentKept, Member)
        }
        Event::Records(records::Event::Asked { doctor, .. }) => {
            (LetterKind::RecordsAsked, PrimaryConsultant(doctor.clone()))
        }
        Event::Records(records::Event::Chased { doctor, .. }) => {
            (LetterKind::RecordsChased, PrimaryConsultant(doctor.clone()))
        }
        Event::Matching(matching::Event::OfferMade { .. }) => (LetterKind::Choice, Member),
        Event::Matching(matching::Event::SpecialistChosen { specialist }) => {
            (LetterKind::Brief, Specialist(specialist.clone()))
        }
        Event::Scheduling(
            scheduling::Event::AppointmentBooked { .. }
            | scheduling::Event::AppointmentMoved { .. },
        ) => (LetterKind::Appointment, Member),
        Event::Scheduling(scheduling::Event::AppointmentCancelled { .. }) => {
            (LetterKind::AppointmentCancelled, Member)
        }
        Event::Report(report::Event::Released { .. }) => (LetterKind::ReportReady, Member),
        Event::Report(report::Event::UrgentConcernRaised { .. }) => {
            (LetterKind::UrgentConcern, Nurse)
        }
        _ => return Vec::new(),
    };
    vec![Letter { kind, to }]
}

/// The specialist's letters need the case: who was chosen is a fact of it.
fn to_specialist(case: &Case, recorded: &Recorded) -> Vec<Letter> {
    let Some(chosen) = &case.matching.chosen else {
        return Vec::new();
    };
    let kind = match &recorded.event {
        Event::Records(records::Event::HandedOver) => LetterKind::HandOver,
        Event::Scheduling(
            scheduling::Event::AppointmentBooked { .. }
            | scheduling::Event::AppointmentMoved { .. },
        ) => LetterKind::Appointment,
        Event::Scheduling(scheduling::Event::AppointmentCancelled { .. }) => {
            LetterKind::AppointmentCancelled
        }
        _ => return Vec::new(),
    };
    vec![Letter { kind, to: Addressee::Specialist(chosen.specialist.clone()) }]
}
