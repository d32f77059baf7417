//! Letters: which of them follow from an event, to whom, and when they are still due. The words are
//! in `mail`.

mod due;
mod table;

use crate::access::{Event as Access, Purpose};
use crate::case::Ending;
use crate::ids::{DoctorId, SpecialistId};
use crate::matching::Event as Matching;
use crate::records::Event as Records;
use crate::referral::Address;
use crate::scheduling::Event as Scheduling;
use crate::{Case, Event, Party, Recorded};
use serde::{Deserialize, Serialize};
use table::{End, Row, TABLE, To};

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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// To the nurse and the clinical leads: an objection, or chases in vain.
    DecisionNeeded,
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
    Stopped,
    /// To doctors and the specialist: nothing more is needed, and no reason why.
    NoLongerNeeded,
    FreshLink,
    /// The code of a session; a member's says more about whom to phone.
    MemberCode,
    Code,
}

/// To whom a letter goes. The sender finds their address.
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
    /// What the letter's link opens, unless the event says so itself. Nothing for one without a link.
    fn purpose(self) -> Option<Purpose> {
        match self {
            Self::PrivateContactAsked | Self::Introduction | Self::Reminder => {
                Some(Purpose::Consent)
            }
            Self::ConsentKept
            | Self::Withdrawn
            | Self::Stopped
            | Self::CopyReady
            | Self::FreshLink => Some(Purpose::OwnCase),
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
            | Self::DecisionNeeded
            | Self::NoLongerNeeded
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
    rows.flat_map(|row| of_row(case, &recorded.event, row)).collect()
}

fn of_row(case: &Case, event: &Event, row: &Row) -> Vec<Letter> {
    let opens = link_asked(event).or(row.letter.purpose());
    let letter = |to: Addressee| {
        let due = (row.due)(case, &to) && outlives_the_end(case, row.ended, &to);
        let letter = Letter { kind: row.letter, to, opens };
        (due && may_be_sent(case, &letter)).then_some(letter)
    };
    addressees(case, event, row.to).into_iter().filter_map(letter).collect()
}

fn addressees(case: &Case, event: &Event, to: To) -> Vec<Addressee> {
    if let To::EveryDoctor = to {
        let asked = case.records.asked.iter();
        return asked.map(|asked| Addressee::PrimaryConsultant(asked.doctor.clone())).collect();
    }
    addressee(case, event, to).into_iter().collect()
}

/// A doctor without a secretary gets no second letter: the sender finds no address.
fn addressee(case: &Case, event: &Event, to: To) -> Option<Addressee> {
    Some(match to {
        To::Manager => Addressee::Manager,
        To::Nurse => Addressee::Nurse,
        To::ClinicalLead => Addressee::ClinicalLead,
        To::Member => Addressee::Member,
        To::Doctor | To::EveryDoctor => Addressee::PrimaryConsultant(doctor_of(event)?.clone()),
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

fn outlives_the_end(case: &Case, ended: End, to: &Addressee) -> bool {
    let Some(end) = &case.ended else {
        return true;
    };
    match ended {
        End::No => false,
        End::ToTheMember => *to == Addressee::Member,
        End::UnlessWithdrawn => end.how != Ending::Withdrawn,
        End::Yes => true,
    }
}
