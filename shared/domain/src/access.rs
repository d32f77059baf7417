//! Access: which address is the member's own, until when links and sessions count, and what came back.

use crate::casework::ensure;
use crate::consent::Scope;
use crate::ids::SheetId;
use crate::referral::Address;
use crate::refusal::Gate;
use crate::{Actor, Case};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Minutes for which a code works, tries at one code, and codes sent to one party on one day.
pub const CODE_MINUTES: i64 = 10;
pub const CODE_TRIES_MAX: u64 = 5;
pub const CODES_A_DAY_MAX: u64 = 10;
/// Minutes for which a session lasts without a page being opened, and in all.
pub const SESSION_IDLE_MINUTES: i64 = 30;
pub const SESSION_MINUTES_MAX: i64 = 120;
/// Fresh links sent to one party within 24 hours.
pub const LINKS_A_DAY_MAX: usize = 3;
/// Private contacts that may be given for one case: each waits for a nurse to phone.
pub const PRIVATE_CONTACTS_MAX: u32 = 5;

/// Links and sessions carry the epoch of their audience at the time; raising it ends them all at once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    pub address: Address,
    /// The sheet that replaced the referral's details, when a contact was corrected.
    pub details: Option<SheetId>,
    pub member_epoch: u32,
    pub others_epoch: u32,
    /// Whose letters came back, until their address is another or the nurse has spoken with someone.
    pub unreached: Vec<Unreached>,
    /// Whose mail box called a letter spam: nothing more is sent there.
    pub mail_stopped: Vec<Party>,
    /// The private contact given last. It counts for nothing until a nurse has confirmed it by phone.
    pub offered: Option<PrivateContact>,
    pub contacts_offered: u32,
    /// The fresh links asked for; those of more than a day before the newest are dropped.
    pub links_asked: Vec<LinkAsked>,
}

/// That a letter to someone did not arrive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreached {
    pub party: Party,
    pub at: Timestamp,
}

/// A private address or mobile as the holder of the link typed it, in a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateContact {
    pub sheet: SheetId,
    pub at: Timestamp,
}

/// That a fresh link was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkAsked {
    pub party: Party,
    pub at: Timestamp,
}

/// For whom a link or a session is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    Member,
    PrimaryConsultant(crate::ids::DoctorId),
    Secretary(crate::ids::DoctorId),
    Specialist(crate::ids::SpecialistId),
}

/// What a link is for. A session opened for one purpose is refused at every other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Purpose {
    Consent,
    /// The member's own page: where it stands, what they agreed to, who has looked, their report.
    OwnCase,
    Choice,
    GoAhead,
    Brief,
    Opinion,
    Report,
}

/// The purposes whose sessions are at home on every page of the member's own.
pub const OWN_PAGES: [Purpose; 2] = [Purpose::Consent, Purpose::OwnCase];

/// Whether a corrected contact has another mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailBox {
    #[default]
    Other,
    Same,
}

/// How a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Open,
    /// It was mailed to the employer's own domain: it takes a private contact, and opens nothing.
    AtClient,
    /// Its time is over; a fresh one may be sent to the address on file.
    Expired,
    /// Its audience's access was ended since: consent withdrawn, case closed, address corrected.
    Ended,
    /// The case is erased or the member has died: nothing is ever sent again.
    Over,
}

impl Purpose {
    /// Days until the link expires: long enough for the answer it waits for.
    pub fn link_days(self) -> u32 {
        match self {
            Self::Consent => 21,
            Self::Choice | Self::GoAhead | Self::Brief | Self::OwnCase => 14,
            Self::Opinion | Self::Report => 60,
        }
    }
}

impl Party {
    pub fn actor(&self) -> Actor {
        match self {
            Self::Member => Actor::Member,
            Self::PrimaryConsultant(doctor) => Actor::PrimaryConsultant(doctor.clone()),
            Self::Secretary(doctor) => Actor::Secretary(doctor.clone()),
            Self::Specialist(specialist) => Actor::Specialist(specialist.clone()),
        }
    }
}

/// A plain word for a party, such as `doctor-d-1`: in keys and in the tags of a mail.
impl std::fmt::Display for Party {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Member => formatter.write_str("member"),
            Self::PrimaryConsultant(doctor) => write!(formatter, "doctor-{doctor}"),
            Self::Secretary(doctor) => write!(formatter, "secretary-{doctor}"),
            Self::Specialist(specialist) => write!(formatter, "specialist-{specialist}"),
        }
    }
}

impl std::str::FromStr for Party {
    type Err = crate::ids::NotAnId;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        if word == "member" {
            return Ok(Self::Member);
        }
        match word.split_once('-').ok_or(crate::ids::NotAnId)? {
            ("doctor", id) => Ok(Self::PrimaryConsultant(id.parse()?)),
            ("secretary", id) => Ok(Self::Secretary(id.parse()?)),
            ("specialist", id) => Ok(Self::Specialist(id.parse()?)),
            _ => Err(crate::ids::NotAnId),
        }
    }
}

impl Facts {
    pub(crate) fn raise_member(&mut self) {
        self.member_epoch += 1;
    }

    pub(crate) fn raise_others(&mut self) {
        self.others_epoch += 1;
    }

    /// Nothing is mailed where a letter was called spam, a code no more than a letter.
    pub fn takes_mail(&self, party: &Party) -> bool {
        !self.mail_stopped.contains(party)
    }

    pub fn epoch_of(&self, party: &Party) -> u32 {
        if matches!(party, Party::Member) { self.member_epoch } else { self.others_epoch }
    }

    fn links_in_the_last_day<'a>(
        &'a self,
        party: &'a Party,
        now: Timestamp,
    ) -> impl Iterator<Item = &'a LinkAsked> {
        let since = now.checked_sub(24.hours()).unwrap_or(Timestamp::MIN);
        self.links_asked.iter().filter(move |it| &it.party == party && it.at > since)
    }

    /// The member's contact is another now, and with it, perhaps, the address.
    fn corrected(&mut self, mail: MailBox) {
        if mail == MailBox::Other {
            self.unreached.retain(|it| it.party != Party::Member);
            self.mail_stopped.retain(|it| *it != Party::Member);
        }
        self.offered = None;
        self.raise_member();
    }
}

impl Case {
    /// The sheet with the member's details as they are now.
    pub fn details(&self) -> Option<&SheetId> {
        self.access.details.as_ref().or(self.received.as_ref().map(|received| &received.details))
    }
}

/// How a link of that party stands, by the time it carries and the epoch it was made at. `expires`
/// is the first moment at which it no longer counts.
pub fn standing(
    case: &Case,
    party: &Party,
    epoch: u32,
    expires: Timestamp,
    now: Timestamp,
) -> Standing {
    if case.erased.is_some() || case.casework.died.is_some() {
        Standing::Over
    } else if epoch != case.access.epoch_of(party) {
        Standing::Ended
    } else if now >= expires {
        Standing::Expired
    } else if *party == Party::Member && case.access.address == Address::AtClient {
        // What arrives at the employer's own mail domain the employer could read.
        Standing::AtClient
    } else {
        Standing::Open
    }
}

/// What a fresh link of that party would open now, asked by someone who holds an old one. Nothing
/// for whom the case is over; the member keeps their own page.
pub fn fresh_purpose(case: &Case, party: &Party, old: Purpose) -> Option<Purpose> {
    if case.erased.is_some() || case.casework.died.is_some() {
        return None;
    }
    let live = case.ended.is_none();
    match party {
        Party::Member => Some(members_purpose(case, old)),
        Party::PrimaryConsultant(doctor) | Party::Secretary(doctor) => {
            let asked = live && case.records.asked_of(doctor).is_some();
            (asked && case.consented_to(Scope::Collect).is_ok()).then_some(Purpose::GoAhead)
        }
        Party::Specialist(specialist) => {
            let shown = live && case.consented_to(Scope::Show).is_ok();
            let chosen = case.matching.chosen.as_ref().filter(|_| shown)?;
            let purpose = match case.records.handed_over {
                Some(_) => Purpose::Opinion,
                None => Purpose::Brief,
            };
            (&chosen.specialist == specialist).then_some(purpose)
        }
    }
}

fn members_purpose(case: &Case, old: Purpose) -> Purpose {
    let offered = case.matching.awaits_choice();
    match old {
        _ if case.ended.is_none() && case.consent.consent.is_none() => Purpose::Consent,
        // Their own page leads to the choice and to the report, too.
        Purpose::Choice if case.ended.is_none() && offered => Purpose::Choice,
        Purpose::Report if case.report.released.is_some() => Purpose::Report,
        _ => Purpose::OwnCase,
    }
}

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Event {
    ContactCorrected {
        details: SheetId,
        address: Address,
        #[serde(default)]
        mail: MailBox,
    },
    PrivateContactOffered {
        contact: SheetId,
    },
    PrivateContactConfirmed {
        details: SheetId,
    },
    LinkAsked {
        party: Party,
        purpose: Purpose,
    },
    NotDelivered {
        letter: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Party>,
    },
    MarkedAsSpam {
        letter: u64,
        to: Party,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    CorrectContact {
        details: SheetId,
        address: Address,
        mail: MailBox,
    },
    /// The holder of a link to the employer's own mail domain gives a private address or mobile.
    OfferPrivateContact {
        contact: SheetId,
    },
    /// The nurse confirmed a private address by phone.
    ConfirmPrivateContact {
        details: SheetId,
        address: Address,
    },
    /// A fresh link, to the address on file and nowhere else.
    AskLink {
        party: Party,
        purpose: Purpose,
    },
    /// A letter that followed that event came back.
    ReportNotDelivered {
        letter: u64,
        to: Option<Party>,
    },
    /// Its reader's mail box called it spam.
    ReportSpam {
        letter: u64,
        to: Party,
    },
}

impl Command {
    /// After an end the member still reads their own, at an address that may have to be corrected.
    pub(crate) fn outlives_the_end(&self) -> bool {
        matches!(
            self,
            Self::CorrectContact { .. }
                | Self::ConfirmPrivateContact { .. }
                | Self::AskLink { .. }
                | Self::ReportNotDelivered { .. }
                | Self::ReportSpam { .. }
        )
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("this address is at the member's employer; a private one is needed")]
    AddressAtClient,
    #[error("the address we have is a private one already")]
    AlreadyPrivate,
    #[error("too many were given already; please phone our nurse")]
    TooManyContacts,
    #[error("too many links were sent today; please phone our nurse")]
    TooManyLinks,
    #[error("they have no part in this case now")]
    NoLinkForThem,
    #[error("no letter followed that event")]
    NoSuchLetter,
}

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let event = match command {
        Command::CorrectContact { details, address, mail } => {
            by.owning_nurse(case, now)?;
            Event::ContactCorrected { details, address, mail }
        }
        Command::OfferPrivateContact { contact } => {
            by.bearer(&Party::Member)?;
            ensure(case.access.address == Address::AtClient, Refusal::AlreadyPrivate)?;
            let room = case.access.contacts_offered < PRIVATE_CONTACTS_MAX;
            ensure(room, Refusal::TooManyContacts)?;
            Event::PrivateContactOffered { contact }
        }
        Command::ConfirmPrivateContact { details, address } => {
            by.owning_nurse(case, now)?;
            ensure(address == Address::Private, Refusal::AddressAtClient)?;
            Event::PrivateContactConfirmed { details }
        }
        Command::AskLink { party, purpose } => ask_link(case, by, party, purpose, now)?,
        Command::ReportNotDelivered { letter, to } => {
            returned(case, by, letter)?;
            Event::NotDelivered { letter, to }
        }
        Command::ReportSpam { letter, to } => {
            returned(case, by, letter)?;
            Event::MarkedAsSpam { letter, to }
        }
    };
    Ok(vec![event.into()])
}

/// By whoever holds an old link of that party, or by the nurse on the phone with them.
fn ask_link(
    case: &Case,
    by: &Actor,
    party: Party,
    old: Purpose,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    if by.owning_nurse(case, now).is_err() {
        by.bearer(&party)?;
        let sent = case.access.links_in_the_last_day(&party, now).count();
        ensure(sent < LINKS_A_DAY_MAX, Refusal::TooManyLinks)?;
    }
    let purpose = fresh_purpose(case, &party, old).ok_or(Refusal::NoLinkForThem)?;
    Ok(Event::LinkAsked { party, purpose })
}

fn returned(case: &Case, by: &Actor, letter: u64) -> Result<(), crate::Refusal> {
    ensure(matches!(by, Actor::Postmaster), Gate::NotAllowed)?;
    Ok(ensure((1..=case.version).contains(&letter), Refusal::NoSuchLetter)?)
}

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let facts = &mut case.access;
    match event {
        Event::ContactCorrected { details, address, mail } => {
            facts.details = Some(details.clone());
            facts.address = *address;
            facts.corrected(*mail);
            introduced_anew(case, at);
        }
        Event::PrivateContactOffered { contact } => {
            facts.offered = Some(PrivateContact { sheet: contact.clone(), at });
            facts.contacts_offered += 1;
        }
        Event::PrivateContactConfirmed { details } => {
            facts.details = Some(details.clone());
            facts.address = Address::Private;
            facts.corrected(MailBox::Other);
            introduced_anew(case, at);
        }
        Event::LinkAsked { party, .. } => {
            let since = at.checked_sub(24.hours()).unwrap_or(Timestamp::MIN);
            facts.links_asked.retain(|asked| asked.at > since);
            facts.links_asked.push(LinkAsked { party: party.clone(), at });
        }
        Event::NotDelivered { to, .. } => {
            let party = to.clone().unwrap_or(Party::Member);
            facts.unreached.retain(|it| it.party != party);
            facts.unreached.push(Unreached { party, at });
        }
        Event::MarkedAsSpam { to, .. } => {
            facts.unreached.retain(|it| it.party != *to);
            facts.unreached.push(Unreached { party: to.clone(), at });
            if !facts.mail_stopped.contains(to) {
                facts.mail_stopped.push(to.clone());
            }
        }
    }
}

/// Whoever has not answered yet is written to anew, and has the whole time again.
fn introduced_anew(case: &mut Case, at: Timestamp) {
    let unanswered = case.consent.consent.is_none() && case.ended.is_none();
    if unanswered && case.casework.introduced.is_some() {
        case.casework.introduced = Some(at);
        case.consent.reminders = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case() -> Case {
        Case::new("case-1".parse().expect("an id"))
    }

    fn at(time: &str) -> Timestamp {
        time.parse().expect("a moment")
    }

    #[test]
    fn a_link_counts_until_its_stored_moment_and_not_a_second_longer() {
        let expires = at("2026-11-23T09:00:00Z");
        let asked = |now| standing(&case(), &Party::Member, 0, expires, at(now));
        assert_eq!(asked("2026-11-23T08:59:59Z"), Standing::Open);
        assert_eq!(asked("2026-11-23T09:00:00Z"), Standing::Expired);
        assert_eq!(asked("2026-11-23T09:00:01Z"), Standing::Expired);
        // The table may delete it days later: the stored moment decides.
        assert_eq!(asked("2026-11-30T09:00:00Z"), Standing::Expired);
    }

    #[test]
    fn a_raised_epoch_ends_the_links_of_its_audience_only() {
        let mut case = case();
        case.access.raise_others();
        let doctor = Party::PrimaryConsultant("d-1".parse().expect("an id"));
        let (expires, now) = (at("2026-11-23T09:00:00Z"), at("2026-11-22T09:00:00Z"));
        assert_eq!(standing(&case, &doctor, 0, expires, now), Standing::Ended);
        assert_eq!(standing(&case, &Party::Member, 0, expires, now), Standing::Open);
    }

    #[test]
    fn a_party_is_known_again_by_its_word() {
        let doctor: crate::ids::DoctorId = "d-1".parse().expect("an id");
        let specialist = Party::Specialist("s-harrow".parse().expect("an id"));
        let doctors = [Party::PrimaryConsultant(doctor.clone()), Party::Secretary(doctor)];
        for party in doctors.into_iter().chain([Party::Member, specialist]) {
            assert_eq!(party.to_string().parse(), Ok(party));
        }
        assert!("nobody-1".parse::<Party>().is_err());
    }
}
