//! Letters: which of them follow from an event, to whom, and when they are still due. The words are
//! in `mail`.

use crate::access::{Event as Access, Purpose};
use crate::case::Ending;
use crate::consent::Scope;
use crate::ids::{DoctorId, SpecialistId};
use crate::matching::Event as Matching;
use crate::records::Event as Records;
use crate::referral::Address;
use crate::scheduling::Event as Scheduling;
use crate::{Case, Event, Party, Recorded};
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
    CopyReady,
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

/// One line of the table.
struct Row {
    /// The events after which it goes, by their names.
    after: &'static [&'static str],
    letter: LetterKind,
    to: To,
    /// Whether what it asks or tells still holds: an event may be heard late.
    due: fn(&Case, &Addressee) -> bool,
    ended: AfterTheEnd,
}

/// Whom a row's letter goes to, before anyone is named.
#[derive(Clone, Copy)]
enum To {
    Manager,
    Nurse,
    ClinicalLead,
    Member,
    /// The doctor of the event, and their secretary.
    Doctor,
    Secretary,
    /// The specialist of the event, or the one who is chosen.
    Specialist,
    Chosen,
    /// The party that asked.
    Party,
}

/// Whether a letter still goes once the case has ended. After an erasure or a death none goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AfterTheEnd {
    No,
    ToTheMember,
    UnlessWithdrawn,
    Yes,
}

/// Who hears of what. An event that is not here leads to no letter, and the rule on the bus does not
/// let it through to the sender.
const TABLE: &[Row] = &[
    Row {
        after: &["referral-received"],
        letter: LetterKind::ReferralMade,
        to: To::Manager,
        due: always,
        ended: AfterTheEnd::UnlessWithdrawn,
    },
    Row {
        after: &[
            "casework-introduction-sent",
            "access-contact-corrected",
            "access-private-contact-confirmed",
        ],
        letter: LetterKind::Introduction,
        to: To::Member,
        due: is_unanswered,
        ended: AfterTheEnd::No,
    },
    Row {
        after: &["consent-reminded"],
        letter: LetterKind::Reminder,
        to: To::Member,
        due: is_unanswered,
        ended: AfterTheEnd::No,
    },
    Row {
        after: &[
            "casework-introduction-sent",
            "access-contact-corrected",
            "access-private-contact-confirmed",
            "consent-reminded",
        ],
        letter: LetterKind::PrivateContactAsked,
        to: To::Member,
        due: needs_private_contact,
        ended: AfterTheEnd::No,
    },
    Row {
        after: &["access-contact-corrected", "access-private-contact-confirmed"],
        letter: LetterKind::FreshLink,
        to: To::Member,
        due: is_answered,
        ended: AfterTheEnd::ToTheMember,
    },
    Row {
        after: &["access-link-asked"],
        letter: LetterKind::FreshLink,
        to: To::Party,
        due: always,
        ended: AfterTheEnd::ToTheMember,
    },
    Row {
        after: &["consent-given", "consent-recorded", "consent-amended"],
        letter: LetterKind::ConsentKept,
        to: To::Member,
        due: always,
        ended: AfterTheEnd::No,
    },
    Row {
        after: &["consent-withdrawn"],
        letter: LetterKind::Withdrawn,
        to: To::Member,
        due: always,
        ended: AfterTheEnd::Yes,
    },
    Row {
        after: &["records-asked"],
        letter: LetterKind::RecordsAsked,
        to: To::Doctor,
        due: is_unheard,
        ended: AfterTheEnd::No,
    },
    Row {
        after: &["records-chased"],
        letter: LetterKind::RecordsChased,
        to: To::Doctor,
        due: is_unheard,
        ended: AfterTheEnd::No,
    },
    Row {
        after: &["records-asked", "records-chased"],
        letter: LetterKind::RecordsAskedOfSecretary,
        to: To::Secretary,
        due: lacks_records,
        ended: AfterTheEnd::No,
    },
    Row {
        after: &["records-handed-over"],
        letter: LetterKind::HandOver,
        to: To::Chosen,
        due: is_shown,
        ended: AfterTheEnd::No,
    },
    Row {
        after: &["matching-offer-made"],
        letter: LetterKind::Choice,
        to: To::Member,
        due: awaits_choice,
        ended: AfterTheEnd::No,
    },
    Row {
        after: &["matching-specialist-chosen"],
        letter: LetterKind::Brief,
        to: To::Specialist,
        due: awaits_acceptance,
        ended: AfterTheEnd::No,
    },
    Row {
        after: &["scheduling-appointment-booked", "scheduling-appointment-moved"],
        letter: LetterKind::Appointment,
        to: To::Member,
        due: is_booked,
        ended: AfterTheEnd::No,
    },
    Row {
        after: &["scheduling-appointment-booked", "scheduling-appointment-moved"],
        letter: LetterKind::Appointment,
        to: To::Specialist,
        due: is_booked,
        ended: AfterTheEnd::No,
    },
    Row {
        after: &["scheduling-appointment-cancelled"],
        letter: LetterKind::AppointmentCancelled,
        to: To::Member,
        due: is_not_booked,
        ended: AfterTheEnd::No,
    },
    Row {
        after: &["scheduling-appointment-cancelled"],
        letter: LetterKind::AppointmentCancelled,
        to: To::Specialist,
        due: is_not_booked,
        ended: AfterTheEnd::Yes,
    },
    Row {
        after: &["report-urgent-concern-raised"],
        letter: LetterKind::UrgentConcern,
        to: To::Nurse,
        due: always,
        ended: AfterTheEnd::UnlessWithdrawn,
    },
    Row {
        after: &["report-urgent-concern-raised"],
        letter: LetterKind::UrgentConcern,
        to: To::ClinicalLead,
        due: always,
        ended: AfterTheEnd::UnlessWithdrawn,
    },
    Row {
        after: &["report-released"],
        letter: LetterKind::ReportReady,
        to: To::Member,
        due: always,
        ended: AfterTheEnd::UnlessWithdrawn,
    },
    Row {
        after: &["casework-complaint-made"],
        letter: LetterKind::ComplaintMade,
        to: To::Nurse,
        due: always,
        ended: AfterTheEnd::Yes,
    },
    Row {
        after: &["casework-complaint-made"],
        letter: LetterKind::ComplaintMade,
        to: To::ClinicalLead,
        due: always,
        ended: AfterTheEnd::Yes,
    },
    Row {
        after: &["casework-glass-broken"],
        letter: LetterKind::GlassBroken,
        to: To::ClinicalLead,
        due: always,
        ended: AfterTheEnd::Yes,
    },
    Row {
        after: &["keeping-copy-ready"],
        letter: LetterKind::CopyReady,
        to: To::Member,
        due: always,
        ended: AfterTheEnd::Yes,
    },
];

impl LetterKind {
    /// What the letter's link opens, unless the event says so itself. Nothing for one without a link.
    fn purpose(self) -> Option<Purpose> {
        match self {
            Self::PrivateContactAsked | Self::Introduction | Self::Reminder => {
                Some(Purpose::Consent)
            }
            Self::ConsentKept | Self::Withdrawn | Self::CopyReady | Self::FreshLink => {
                Some(Purpose::OwnCase)
            }
            Self::RecordsAsked | Self::RecordsAskedOfSecretary | Self::RecordsChased => {
                Some(Purpose::GoAhead)
            }
            Self::Choice => Some(Purpose::Choice),
            Self::Brief => Some(Purpose::Brief),
            Self::HandOver => Some(Purpose::Opinion),
            Self::ReportReady => Some(Purpose::Report),
            Self::ReferralMade
            | Self::Appointment
            | Self::AppointmentCancelled
            | Self::UrgentConcern
            | Self::ComplaintMade
            | Self::GlassBroken
            | Self::MemberCode
            | Self::Code => None,
        }
    }

    pub fn has_link(self) -> bool {
        self.purpose().is_some()
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

/// The names of the events that can lead to a letter, in order: the rule on the bus lets only these
/// through to the sender.
pub fn telling() -> Vec<&'static str> {
    let mut names: Vec<&str> = TABLE.iter().flat_map(|row| row.after).copied().collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The letters that one event leads to, asked of the case as it is now: an event that comes late,
/// after the case has ended or consent was withdrawn, leads to none but the last word.
pub fn letters(case: &Case, recorded: &Recorded) -> Vec<Letter> {
    if case.keeping.erased.is_some() || case.casework.died.is_some() {
        return Vec::new();
    }
    let name = recorded.event.name();
    let rows = TABLE.iter().filter(|row| row.after.contains(&name.as_str()));
    rows.filter_map(|row| letter(case, &recorded.event, row)).collect()
}

fn letter(case: &Case, event: &Event, row: &Row) -> Option<Letter> {
    let to = addressee(case, event, row.to)?;
    let due = (row.due)(case, &to) && outlives_the_end(case, row.ended, &to);
    let opens = link_asked(event).or(row.letter.purpose());
    let letter = Letter { kind: row.letter, to, opens };
    (due && may_be_sent(case, &letter)).then_some(letter)
}

/// A doctor without a secretary gets no second letter: the sender finds no address.
fn addressee(case: &Case, event: &Event, to: To) -> Option<Addressee> {
    Some(match to {
        To::Manager => Addressee::Manager,
        To::Nurse => Addressee::Nurse,
        To::ClinicalLead => Addressee::ClinicalLead,
        To::Member => Addressee::Member,
        To::Doctor => Addressee::PrimaryConsultant(doctor_of(event)?.clone()),
        To::Secretary => Addressee::Secretary(doctor_of(event)?.clone()),
        To::Specialist => Addressee::Specialist(specialist_of(event)?.clone()),
        To::Chosen => Addressee::Specialist(case.matching.chosen.as_ref()?.specialist.clone()),
        To::Party => Addressee::of(party_of(event)?),
    })
}

fn doctor_of(event: &Event) -> Option<&DoctorId> {
    let Event::Records(Records::Asked { doctor, .. } | Records::Chased { doctor, .. }) = event
    else {
        return None;
    };
    Some(doctor)
}

fn specialist_of(event: &Event) -> Option<&SpecialistId> {
    let (Event::Matching(Matching::SpecialistChosen { specialist })
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

fn link_asked(event: &Event) -> Option<Purpose> {
    let Event::Access(Access::LinkAsked { purpose, .. }) = event else {
        return None;
    };
    Some(*purpose)
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

fn outlives_the_end(case: &Case, ended: AfterTheEnd, to: &Addressee) -> bool {
    let Some(end) = &case.ended else {
        return true;
    };
    match ended {
        AfterTheEnd::No => false,
        AfterTheEnd::ToTheMember => *to == Addressee::Member,
        AfterTheEnd::UnlessWithdrawn => end.how != Ending::Withdrawn,
        AfterTheEnd::Yes => true,
    }
}

fn always(_: &Case, _: &Addressee) -> bool {
    true
}

/// The member has been written to and has not answered yet.
fn is_unanswered(case: &Case, _: &Addressee) -> bool {
    case.casework.introduced.is_some() && case.consent.given.is_none()
}

fn is_answered(case: &Case, _: &Addressee) -> bool {
    let answered = case.consent.given.is_some() || case.ended.is_some();
    case.casework.introduced.is_some() && answered
}

fn needs_private_contact(case: &Case, _: &Addressee) -> bool {
    case.casework.introduced.is_some() && case.access.address == Address::AtClient
}

/// The doctor was asked and has not said whether to go ahead.
fn is_unheard(case: &Case, to: &Addressee) -> bool {
    let Addressee::PrimaryConsultant(doctor) = to else {
        return false;
    };
    let unheard = case.records.asked_of(doctor).is_some_and(|asked| asked.answer.is_none());
    unheard && case.consented_to(Scope::Collect).is_ok()
}

fn lacks_records(case: &Case, _: &Addressee) -> bool {
    !case.records.every_item_answered() && case.consented_to(Scope::Collect).is_ok()
}

fn is_shown(case: &Case, _: &Addressee) -> bool {
    case.consented_to(Scope::Show).is_ok()
}

fn awaits_choice(case: &Case, _: &Addressee) -> bool {
    case.matching.awaits_choice()
}

fn awaits_acceptance(case: &Case, to: &Addressee) -> bool {
    let asked = case.matching.chosen.as_ref().filter(|chosen| chosen.accepted.is_none());
    let asked = asked.map(|chosen| Addressee::Specialist(chosen.specialist.clone()));
    asked.as_ref() == Some(to) && case.consented_to(Scope::Show).is_ok()
}

fn is_booked(case: &Case, _: &Addressee) -> bool {
    case.scheduling.appointment.is_some()
}

fn is_not_booked(case: &Case, _: &Addressee) -> bool {
    case.scheduling.appointment.is_none()
}
