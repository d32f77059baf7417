//! Letters: which of them follow from an event, to whom, and when they are still due. The words are
//! in `mail`.

mod due;
mod readers;
mod table;

use crate::access::Purpose;
use crate::case::Ending;
use crate::ids::{DoctorId, SpecialistId};
use crate::referral::Address;
use crate::{Actor, Case, Party, Recorded};
use readers::{addressees, link_asked};
use serde::{Deserialize, Serialize};
use table::{End, Row, TABLE};

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
    /// What was signed before was not theirs.
    SignAgain,
    Reminder,
    ConsentKept,
    /// To the member: they said no, or never answered.
    Declined,
    Lapsed,
    RecordsAsked,
    /// To the doctor's secretary, who may send the records but not give the go-ahead.
    RecordsAskedOfSecretary,
    RecordsChased,
    /// To the nurse and the clinical leads: an objection, or chases in vain.
    DecisionNeeded,
    /// To doctors and secretaries: something more is asked for, or newer.
    MoreRecords,
    Choice,
    /// To the nurse: the member has chosen.
    SpecialistChosen,
    /// To the nurse: the specialist has accepted.
    SpecialistAnswered,
    /// To the nurse: the member needs others to choose from.
    OthersNeeded,
    /// To the member: the specialist cannot take the case, and others are looked for.
    OthersSought,
    /// To whoever said yes: the finish has moved, please look again.
    AskedAgain,
    /// To the nurse: somebody was asked again, or chose a finish after the latest safe date.
    FinishMoved,
    /// To the nurse: records that were complete are not any more.
    RecordsOpened,
    Brief,
    /// To the specialist who has accepted.
    CaseAccepted,
    HandOver,
    Appointment,
    AppointmentCancelled,
    /// To the nurse: a version waits for its check.
    ReportHandedIn,
    ReportReady,
    /// To the specialist: what the nurse found missing is on their page.
    ReportReturned,
    /// To the specialist: a file that they could see was sent by mistake.
    FileTakenBack,
    /// To the specialist: nothing more is needed.
    ReportReleased,
    UrgentConcern,
    ComplaintMade,
    /// To the member whose complaint it is.
    ComplaintReceived,
    ComplaintAnswered,
    GlassBroken,
    CopyReady,
    Withdrawn,
    Stopped,
    /// To the member: nothing is left to do.
    Closed,
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
    /// What the letter's link opens for its reader, unless the event says so itself. Nothing for one without a
    /// link.
    fn purpose(self, to: &Addressee) -> Option<Purpose> {
        match self {
            Self::PrivateContactAsked | Self::Introduction | Self::SignAgain | Self::Reminder => {
                Some(Purpose::Consent)
            }
            Self::ConsentKept
            | Self::Withdrawn
            | Self::Stopped
            | Self::Closed
            | Self::CopyReady
            | Self::OthersSought
            | Self::ComplaintReceived
            | Self::ComplaintAnswered
            | Self::FreshLink => Some(Purpose::OwnCase),
            Self::RecordsAsked
            | Self::RecordsAskedOfSecretary
            | Self::RecordsChased
            | Self::MoreRecords => Some(Purpose::GoAhead),
            Self::AskedAgain => asked_again(to),
            Self::Choice => Some(Purpose::Choice),
            Self::Brief | Self::CaseAccepted => Some(Purpose::Brief),
            Self::Appointment => of_appointment(to),
            Self::HandOver | Self::FileTakenBack | Self::ReportReturned => Some(Purpose::Opinion),
            Self::ReportReady => Some(Purpose::Report),
            Self::ReferralMade
            | Self::Declined
            | Self::Lapsed
            | Self::SpecialistChosen
            | Self::ReportHandedIn
            | Self::ReportReleased
            | Self::AppointmentCancelled
            | Self::DecisionNeeded
            | Self::FinishMoved
            | Self::SpecialistAnswered
            | Self::OthersNeeded
            | Self::RecordsOpened
            | Self::NoLongerNeeded
            | Self::UrgentConcern
            | Self::ComplaintMade
            | Self::GlassBroken
            | Self::MemberCode
            | Self::Code => None,
        }
    }

    /// Whether it leads one of our own people to the case.
    pub fn leads_to_case(self) -> bool {
        matches!(
            self,
            Self::DecisionNeeded
                | Self::FinishMoved
                | Self::RecordsOpened
                | Self::SpecialistChosen
                | Self::SpecialistAnswered
                | Self::ReportHandedIn
                | Self::OthersNeeded
                | Self::UrgentConcern
                | Self::ComplaintMade
                | Self::GlassBroken
        )
    }

    pub fn has_link(self) -> bool {
        self.leads_to_case() || self.purpose(&Addressee::Member).is_some()
    }
}

fn asked_again(to: &Addressee) -> Option<Purpose> {
    match to {
        Addressee::Member => Some(Purpose::Choice),
        Addressee::PrimaryConsultant(_) | Addressee::Secretary(_) => Some(Purpose::GoAhead),
        Addressee::Specialist(_) => Some(Purpose::Brief),
        Addressee::Manager | Addressee::Nurse | Addressee::ClinicalLead => None,
    }
}

/// The page that says where it is, or who calls whom.
fn of_appointment(to: &Addressee) -> Option<Purpose> {
    match to {
        Addressee::Member => Some(Purpose::OwnCase),
        Addressee::Specialist(_) => Some(Purpose::Opinion),
        Addressee::PrimaryConsultant(_)
        | Addressee::Secretary(_)
        | Addressee::Manager
        | Addressee::Nurse
        | Addressee::ClinicalLead => None,
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
    if case.keeping.erased.is_some() {
        return Vec::new();
    }
    let name = recorded.event.name();
    let rows = TABLE.iter().filter(|row| row.after.contains(&name.as_str()));
    rows.flat_map(|row| of_row(case, recorded, row)).collect()
}

fn of_row(case: &Case, recorded: &Recorded, row: &Row) -> Vec<Letter> {
    let event = &recorded.event;
    let letter = |to: Addressee| {
        let due = (row.due)(case, &to) && outlives_the_end(case, row.ended, &to);
        let opens = link_asked(event).or(row.letter.purpose(&to));
        let letter = Letter { kind: row.letter, to, opens };
        (due && may_be_sent(case, recorded, &letter)).then_some(letter)
    };
    addressees(case, event, row.to).into_iter().filter_map(letter).collect()
}

/// Nothing goes where a letter was called spam, and to an address at the employer only the question
/// for a private one. After a death nothing goes to the member's side. Nobody is told what they did themselves.
fn may_be_sent(case: &Case, recorded: &Recorded, letter: &Letter) -> bool {
    let Some(party) = letter.to.party() else {
        let to_members_side = letter.to == Addressee::Manager && case.casework.died.is_some();
        return !to_members_side && !is_own_doing(case, &recorded.by, &letter.to);
    };
    let member = party == Party::Member;
    let at_client = member && case.access.address == Address::AtClient;
    let dead = member && case.casework.died.is_some();
    let asks_for_another = letter.kind == LetterKind::PrivateContactAsked;
    !dead && case.access.takes_mail(&party) && (!at_client || asks_for_another)
}

fn is_own_doing(case: &Case, by: &Actor, to: &Addressee) -> bool {
    let owner = case.casework.nurse.as_ref().map(|owner| Actor::Nurse(owner.nurse.clone()));
    *to == Addressee::Nurse && owner.as_ref() == Some(by)
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
