//! Notify: which letters follow from an event. The words are in `mail`; who may still get one is decided here.

use crate::access::Purpose;
use crate::case::Ending;
use crate::consent::Scope;
use crate::ids::{DoctorId, SpecialistId};
use crate::referral::Address;
use crate::{
    Case, Event, Party, Recorded, access, casework, consent, matching, records, referral, report,
    scheduling,
};
use serde::{Deserialize, Serialize};

/// A letter to send: what it says, to whom, and what its link opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub kind: LetterKind,
    pub to: Addressee,
    pub opens: Option<Purpose>,
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
    /// The introduction to an address at the employer: it says nothing but that we ask for another.
    PrivateContactAsked,
    Introduction,
    Reminder,
    ConsentKept,
    RecordsAsked,
    /// To the doctor's secretary, who may send the records but not give the go-ahead.
    RecordsAskedOfSecretary,
    RecordsChased,
    Choice,
    Brief,
    HandOver,
    Appointment,
    AppointmentCancelled,
    ReportReady,
    UrgentConcern,
    ComplaintMade,
    GlassBroken,
    SubjectAccessReady,
    Withdrawn,
    FreshLink,
    /// The code of a session; a member's says more about whom to phone.
    MemberCode,
    Code,
}

/// To whom a letter goes. Where their address stands is the sender's to find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressee {
    Manager,
    Nurse,
    /// Every clinical lead there is.
    ClinicalLead,
    Member,
    PrimaryConsultant(DoctorId),
    Secretary(DoctorId),
    Specialist(SpecialistId),
}

impl LetterKind {
    /// What the letter's link opens, if the kind alone tells.
    fn purpose(self) -> Option<Purpose> {
        match self {
            Self::PrivateContactAsked | Self::Introduction | Self::Reminder => {
                Some(Purpose::Consent)
            }
            Self::ConsentKept | Self::Withdrawn | Self::SubjectAccessReady => {
                Some(Purpose::OwnCase)
            }
            Self::RecordsAsked | Self::RecordsAskedOfSecretary | Self::RecordsChased => {
                Some(Purpose::GoAhead)
            }
            Self::Choice => Some(Purpose::Choice),
            Self::Brief => Some(Purpose::Brief),
            Self::HandOver => Some(Purpose::Opinion),
            Self::ReportReady => Some(Purpose::Report),
            _ => None,
        }
    }

    pub fn has_link(self) -> bool {
        self == Self::FreshLink || self.purpose().is_some()
    }
}

impl Addressee {
    fn of(party: &Party) -> Self {
        match party {
            Party::Member => Self::Member,
            Party::PrimaryConsultant(doctor) => Self::PrimaryConsultant(doctor.clone()),
            Party::Secretary(doctor) => Self::Secretary(doctor.clone()),
            Party::Specialist(specialist) => Self::Specialist(specialist.clone()),
        }
    }

    /// The party whose link goes with the letter; managers and our own people get none.
    pub fn party(&self) -> Option<Party> {
        match self {
            Self::Manager | Self::Nurse | Self::ClinicalLead => None,
            Self::Member => Some(Party::Member),
            Self::PrimaryConsultant(doctor) => Some(Party::PrimaryConsultant(doctor.clone())),
            Self::Secretary(doctor) => Some(Party::Secretary(doctor.clone())),
            Self::Specialist(specialist) => Some(Party::Specialist(specialist.clone())),
        }
    }
}

/// The events that can lead to a letter: the rule on the bus lets only these through to the sender.
pub const TELLING: [&str; 23] = [
    "referral-received",
    "casework-introduction-sent",
    "casework-complaint-made",
    "casework-glass-broken",
    "casework-subject-access-ready",
    "access-link-asked",
    "access-contact-corrected",
    "access-private-contact-confirmed",
    "consent-reminded",
    "consent-given",
    "consent-recorded",
    "consent-amended",
    "consent-withdrawn",
    "matching-offer-made",
    "matching-specialist-chosen",
    "records-asked",
    "records-chased",
    "records-handed-over",
    "scheduling-appointment-booked",
    "scheduling-appointment-moved",
    "scheduling-appointment-cancelled",
    "report-released",
    "report-urgent-concern-raised",
];

/// The letters that one event leads to, asked of the case as it stands now: an event that comes
/// late, after the case has ended or consent was withdrawn, leads to none but the last word.
pub fn letters(case: &Case, recorded: &Recorded) -> Vec<Letter> {
    let over = case.erased.is_some() || case.casework.died.is_some();
    if over || !TELLING.contains(&recorded.event.name().as_str()) {
        return Vec::new();
    }
    let mut letters = follow(case, recorded);
    letters.extend(to_specialist(case, recorded));
    letters.extend(to_secretary(recorded));
    letters.extend(to_clinical_lead(recorded));
    letters.retain(|letter| still_due(case, letter) && may_be_sent(case, letter));
    if let Some(ended) = &case.ended {
        letters.retain(|letter| outlives_the_end(letter, ended.how));
    }
    letters
}

/// Whether what the letter asks or tells still holds: an event may be heard late.
fn still_due(case: &Case, letter: &Letter) -> bool {
    let chosen = case.matching.chosen.as_ref();
    let allowed = |scope| case.consented_to(scope).is_ok();
    match (letter.kind, &letter.to) {
        (LetterKind::PrivateContactAsked, _) => case.access.address == Address::AtClient,
        (LetterKind::Introduction | LetterKind::Reminder, _) => case.consent.consent.is_none(),
        (
            LetterKind::RecordsAsked | LetterKind::RecordsChased,
            Addressee::PrimaryConsultant(id),
        ) => {
            let unanswered = case.records.asked_of(id).is_some_and(|asked| asked.answer.is_none());
            unanswered && allowed(Scope::Collect)
        }
        (LetterKind::RecordsAskedOfSecretary, _) => {
            !case.records.every_item_answered() && allowed(Scope::Collect)
        }
        (LetterKind::Choice, _) => case.matching.offer.is_some() && chosen.is_none(),
        (LetterKind::Brief, Addressee::Specialist(id)) => {
            let asked = chosen.is_some_and(|it| &it.specialist == id && it.accepted.is_none());
            asked && allowed(Scope::Show)
        }
        (LetterKind::HandOver, _) => allowed(Scope::Show),
        (LetterKind::Appointment, _) => case.scheduling.appointment.is_some(),
        (LetterKind::AppointmentCancelled, _) => case.scheduling.appointment.is_none(),
        _ => true,
    }
}

/// Nothing goes where a letter was called spam, and to an address at the employer only the question
/// for a private one.
fn may_be_sent(case: &Case, letter: &Letter) -> bool {
    let Some(party) = letter.to.party() else {
        return true;
    };
    let at_client = party == Party::Member && case.access.address == Address::AtClient;
    case.access.takes_mail(&party) && (!at_client || letter.kind == LetterKind::PrivateContactAsked)
}

fn outlives_the_end(letter: &Letter, how: Ending) -> bool {
    match letter.kind {
        LetterKind::FreshLink => letter.to == Addressee::Member,
        LetterKind::Withdrawn
        | LetterKind::SubjectAccessReady
        | LetterKind::GlassBroken
        | LetterKind::ComplaintMade => true,
        // The specialist learns only that the hour is free again.
        LetterKind::AppointmentCancelled => matches!(letter.to, Addressee::Specialist(_)),
        LetterKind::ReportReady | LetterKind::UrgentConcern | LetterKind::ReferralMade => {
            how != Ending::Withdrawn
        }
        _ => false,
    }
}

/// The introduction, in the words that the member's address allows.
fn introduction(case: &Case, otherwise: LetterKind) -> LetterKind {
    match case.access.address {
        Address::AtClient => LetterKind::PrivateContactAsked,
        Address::Private => otherwise,
    }
}

fn follow(case: &Case, recorded: &Recorded) -> Vec<Letter> {
    use Addressee::{Manager, Member, Nurse, PrimaryConsultant, Specialist};
    if let Event::Access(access::Event::LinkAsked { party, purpose }) = &recorded.event {
        let (kind, to) = (LetterKind::FreshLink, Addressee::of(party));
        return vec![Letter { kind, to, opens: Some(*purpose) }];
    }
    let (kind, to) = match &recorded.event {
        Event::Referral(referral::Event::Received { .. }) => (LetterKind::ReferralMade, Manager),
        Event::Casework(casework::Event::IntroductionSent) => {
            (introduction(case, LetterKind::Introduction), Member)
        }
        // The old links are dead: whoever has not answered yet is introduced again, others get a
        // link to their own page.
        Event::Access(
            access::Event::ContactCorrected { .. } | access::Event::PrivateContactConfirmed { .. },
        ) if case.casework.introduced.is_some() => {
            let unanswered = case.consent.consent.is_none() && case.ended.is_none();
            if !unanswered && case.access.address == Address::Private {
                let (kind, opens) = (LetterKind::FreshLink, Some(Purpose::OwnCase));
                return vec![Letter { kind, to: Member, opens }];
            }
            (introduction(case, LetterKind::Introduction), Member)
        }
        Event::Consent(consent::Event::Reminded { .. }) => {
            (introduction(case, LetterKind::Reminder), Member)
        }
        Event::Consent(
            consent::Event::Given { .. }
            | consent::Event::Recorded { .. }
            | consent::Event::Amended { .. },
        ) => (LetterKind::ConsentKept, Member),
        Event::Consent(consent::Event::Withdrawn { .. }) => (LetterKind::Withdrawn, Member),
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
        Event::Casework(casework::Event::ComplaintMade { .. }) => {
            (LetterKind::ComplaintMade, Nurse)
        }
        Event::Casework(casework::Event::SubjectAccessReady(_)) => {
            (LetterKind::SubjectAccessReady, Member)
        }
        _ => return Vec::new(),
    };
    vec![Letter { kind, to, opens: kind.purpose() }]
}

/// Whoever has no secretary named gets no second letter: the sender finds no address.
fn to_secretary(recorded: &Recorded) -> Option<Letter> {
    let Event::Records(
        records::Event::Asked { doctor, .. } | records::Event::Chased { doctor, .. },
    ) = &recorded.event
    else {
        return None;
    };
    let (kind, to) = (LetterKind::RecordsAskedOfSecretary, Addressee::Secretary(doctor.clone()));
    Some(Letter { kind, to, opens: kind.purpose() })
}

/// Whoever answers for clinical safety hears of every danger, complaint and broken glass at once.
fn to_clinical_lead(recorded: &Recorded) -> Option<Letter> {
    let kind = match &recorded.event {
        Event::Report(report::Event::UrgentConcernRaised { .. }) => LetterKind::UrgentConcern,
        Event::Casework(casework::Event::ComplaintMade { .. }) => LetterKind::ComplaintMade,
        Event::Casework(casework::Event::GlassBroken { .. }) => LetterKind::GlassBroken,
        _ => return None,
    };
    Some(Letter { kind, to: Addressee::ClinicalLead, opens: None })
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
    let to = Addressee::Specialist(chosen.specialist.clone());
    vec![Letter { kind, to, opens: kind.purpose() }]
}
