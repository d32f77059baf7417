//! Referral: an authorised manager of a covered client asks for a second opinion for a member.

use crate::calendar::{Nation, london};
use crate::directory::Client;
use crate::ids::{CaseId, ClientId, ContractId, ManagerId, SheetId};
use crate::refusal::Gate;
use crate::sheet::MemberDetails;
use crate::text::Email;
use crate::{Actor, Case, casework};
use jiff::civil::Date;
use jiff::{Timestamp, Unit};
use serde::{Deserialize, Serialize};

/// The oldest birth date that is believed without asking, in years.
pub const AGE_MAX: u8 = 130;

/// That a referral was received. Who the member is stands in the sealed sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    pub client: ClientId,
    pub manager: ManagerId,
    pub contract: ContractId,
    pub nation: Nation,
    pub details: SheetId,
    pub age: AgeBand,
    /// The ended case that this one goes on from, if it does.
    pub continues: Option<CaseId>,
    pub at: Timestamp,
}

/// The member's age in bands of ten years: all that an anonymous brief tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgeBand {
    Under16,
    From16To17,
    From18To29,
    In30s,
    In40s,
    In50s,
    In60s,
    In70s,
    Over79,
}

/// Whose mail domain the member's address is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Address {
    #[default]
    Private,
    /// The employer could read what arrives there: no session opens through it.
    AtClient,
}

/// Whether a member must be reached at an address that the employer cannot read. The owner of the
/// service decides it for a whole stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AddressRule {
    #[default]
    PrivateOnly,
    Any,
}

impl AddressRule {
    /// What an address counts as for a member of that client.
    pub fn judge(self, client: &Client, email: &Email) -> Address {
        let at_client = client.owns_mail_domain(&email.domain());
        if self == Self::PrivateOnly && at_client { Address::AtClient } else { Address::Private }
    }
}

impl std::str::FromStr for AddressRule {
    type Err = NotARule;

    fn from_str(word: &str) -> Result<Self, NotARule> {
        match word {
            "private-only" => Ok(Self::PrivateOnly),
            "any" => Ok(Self::Any),
            _ => Err(NotARule),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a member's address is private-only or any")]
pub struct NotARule;

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Event {
    Received {
        client: ClientId,
        manager: ManagerId,
        contract: ContractId,
        nation: Nation,
        details: SheetId,
        age: AgeBand,
        address: Address,
    },
    /// An ended case goes on as this one.
    Reopened {
        continues: CaseId,
        client: ClientId,
        manager: ManagerId,
        contract: ContractId,
        nation: Nation,
        details: SheetId,
        age: AgeBand,
        address: Address,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// By the nurse of the ended case or the clinical lead. Nothing but who the member is comes
    /// along: consent is asked for anew.
    Reopen {
        ended: Box<Case>,
        client: Client,
        details: MemberDetails,
        sheet: SheetId,
        rule: AddressRule,
    },
    /// `client` is the caller's own directory entry, `details` what `sheet` will hold.
    Receive {
        client: Client,
        manager: ManagerId,
        details: MemberDetails,
        sheet: SheetId,
        rule: AddressRule,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("that manager is not authorised to refer")]
    ManagerNotAuthorised,
    #[error("no contract covers this member today")]
    NotCovered,
    #[error("the birth date is in the future, or more than 130 years ago")]
    BirthDateNotPossible,
    #[error("NHS numbers beginning 999 are for tests only")]
    TestNumber,
    #[error("a referral of this member is already open")]
    LiveDuplicate,
    #[error("this case has already been received")]
    AlreadyReceived,
    #[error("only a case that has ended can go on as another")]
    NotEnded,
}

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    if case.received.is_some() {
        return Err(Refusal::AlreadyReceived.into());
    }
    match command {
        Command::Receive { client, manager, details, sheet, rule } => {
            if *by != Actor::Client(client.id.clone()) {
                return Err(Gate::NotAllowed.into());
            }
            let member = Member { client: &client, details: &details, sheet, rule };
            Ok(vec![receive(&member, &manager, now)?.into()])
        }
        Command::Reopen { ended, client, details, sheet, rule } => {
            let member = Member { client: &client, details: &details, sheet, rule };
            reopen(&ended, by, member, now)
        }
    }
}

/// Who is referred, by whose scheme.
struct Member<'a> {
    client: &'a Client,
    details: &'a MemberDetails,
    sheet: SheetId,
    rule: AddressRule,
}

impl Member<'_> {
    /// The contract that covers them, their age in bands, and what their address counts as.
    fn placed(&self, now: Timestamp) -> Result<(ContractId, AgeBand, Address), Refusal> {
        let today = london(now).date();
        let cover = self.client.cover_on(today).ok_or(Refusal::NotCovered)?;
        let age = age_band(*self.details.birth_date.reveal(), today);
        let age = age.ok_or(Refusal::BirthDateNotPossible)?;
        let address = self.rule.judge(self.client, &self.details.email);
        Ok((cover.contract.clone(), age, address))
    }
}

fn receive(
    member: &Member<'_>,
    manager: &ManagerId,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    let client = member.client;
    let manager = client.authorised_manager(manager, london(now).date());
    let manager = manager.ok_or(Refusal::ManagerNotAuthorised)?.id.clone();
    let (contract, age, address) = member.placed(now)?;
    Ok(Event::Received {
        client: client.id.clone(),
        manager,
        contract,
        nation: client.nation,
        details: member.sheet.clone(),
        age,
        address,
    })
}

/// The new case is the same nurse's from its first moment.
fn reopen(
    ended: &Case,
    by: &Actor,
    member: Member<'_>,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    by.owning_nurse(ended, now).map(|_| ()).or_else(|_| by.clinical_lead())?;
    let live = ended.ended.is_none() || ended.casework.died.is_some() || ended.erased.is_some();
    let received = ended.received.as_ref().filter(|_| !live).ok_or(Refusal::NotEnded)?;
    if received.client != member.client.id {
        return Err(Gate::NotAllowed.into());
    }
    let (contract, age, address) = member.placed(now)?;
    let reopened = Event::Reopened {
        continues: ended.id.clone(),
        client: received.client.clone(),
        manager: received.manager.clone(),
        contract,
        nation: member.client.nation,
        details: member.sheet,
        age,
        address,
    };
    let owner = ended.casework.nurse.as_ref().map(|owner| owner.nurse.clone());
    let assigned = owner.map(|nurse| casework::Event::NurseAssigned { nurse }.into());
    Ok([reopened.into()].into_iter().chain(assigned).collect())
}

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let (Event::Received { client, manager, contract, nation, details, age, address }
    | Event::Reopened { client, manager, contract, nation, details, age, address, .. }) = event;
    let continues = match event {
        Event::Received { .. } => None,
        Event::Reopened { continues, .. } => Some(continues.clone()),
    };
    case.access.address = *address;
    case.received = Some(Received {
        client: client.clone(),
        manager: manager.clone(),
        contract: contract.clone(),
        nation: *nation,
        details: details.clone(),
        age: *age,
        continues,
        at,
    });
}

/// The band of someone born on that day, or nothing when they cannot have been.
pub fn age_band(born: Date, today: Date) -> Option<AgeBand> {
    if born > today {
        return None;
    }
    let years = born.until((Unit::Year, today)).ok()?.get_years();
    Some(match years {
        ..16 => AgeBand::Under16,
        16..18 => AgeBand::From16To17,
        18..30 => AgeBand::From18To29,
        30..40 => AgeBand::In30s,
        40..50 => AgeBand::In40s,
        50..60 => AgeBand::In50s,
        60..70 => AgeBand::In60s,
        70..80 => AgeBand::In70s,
        _ if years <= i16::from(AGE_MAX) => AgeBand::Over79,
        _ => return None,
    })
}

impl AgeBand {
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Under16 => "under 16",
            Self::From16To17 => "16 or 17",
            Self::From18To29 => "18 to 29",
            Self::In30s => "30 to 39",
            Self::In40s => "40 to 49",
            Self::In50s => "50 to 59",
            Self::In60s => "60 to 69",
            Self::In70s => "70 to 79",
            Self::Over79 => "80 or over",
        }
    }
}
