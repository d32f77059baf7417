//! How people reach their case: the member's address, the epochs of links and sessions, and what came back.

use crate::Party;
use crate::ids::SheetId;
use crate::referral::Address;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// Digits of a code.
pub const CODE_DIGITS: usize = 6;

/// Minutes for which a code works.
pub const CODE_MINUTES: i64 = 10;

/// Tries at one code.
pub const CODE_TRIES_MAX: u64 = 5;

/// Codes sent to one party on one day, whichever link asks.
pub const CODES_A_DAY_MAX: u64 = 10;

/// Codes sent for one link on one day.
pub const CODES_OF_A_LINK_A_DAY_MAX: u64 = 6;

/// Minutes for which a session lasts without a page being opened, and in all.
pub const SESSION_IDLE_MINUTES: i64 = 30;

pub const SESSION_MINUTES_MAX: i64 = 120;

/// Fresh links sent to one party within 24 hours.
pub const LINKS_A_DAY_MAX: usize = 3;

/// Private contacts that may be given for one case: each waits for a nurse to phone.
pub const PRIVATE_CONTACTS_MAX: u32 = 5;

/// Links and sessions carry the epoch of their audience at the time; raising it ends them all at once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Facts {
    pub address: Address,
    /// The sheet that replaced the referral's details, when a contact was corrected.
    pub details: Option<SheetId>,
    pub member_epoch: u32,
    pub others_epoch: u32,
    /// Whose links and sessions were ended apart from those of their audience: once for each entry.
    pub ended_for: Vec<Party>,
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unreached {
    pub party: Party,
    pub at: Timestamp,
}

/// A private address or mobile as the holder of the link typed it, in a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PrivateContact {
    pub sheet: SheetId,
    pub at: Timestamp,
}

/// That a fresh link was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LinkAsked {
    pub party: Party,
    pub at: Timestamp,
}

/// What a link is for. A session opened for one purpose is refused at every other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Purpose {
    Consent,
    /// The member's own page: how far it is, what they agreed to, who has looked, their report.
    OwnCase,
    Choice,
    GoAhead,
    Brief,
    Opinion,
    Report,
}

/// Every purpose of a member's session: each reaches every page of theirs.
pub const OWN_PAGES: [Purpose; 4] =
    [Purpose::Consent, Purpose::OwnCase, Purpose::Choice, Purpose::Report];

/// The specialist at the desk: who came to answer the brief finds the records as well, once they are handed over. What
/// is shown is asked of the case.
pub const AT_THE_DESK: [Purpose; 2] = [Purpose::Opinion, Purpose::Brief];

/// Whether a corrected contact has another mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MailBox {
    #[default]
    Other,
    Same,
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

    /// It only ever rises, with the epoch of the audience or by itself.
    pub fn epoch_of(&self, party: &Party) -> u32 {
        let audience =
            if matches!(party, Party::Member) { self.member_epoch } else { self.others_epoch };
        let own = self.ended_for.iter().filter(|ended| *ended == party).count();
        audience.saturating_add(u32::try_from(own).unwrap_or(u32::MAX))
    }

    /// Ends the links and sessions of one party.
    pub(crate) fn end_for(&mut self, party: Party) {
        self.ended_for.push(party);
    }

    /// Another address of a party is known: what came back from the old one does not count.
    pub(crate) fn readdressed(&mut self, party: &Party) {
        self.unreached.retain(|miss| miss.party != *party);
        self.mail_stopped.retain(|stopped| stopped != party);
    }

    pub(super) fn links_in_the_last_day<'a>(
        &'a self,
        party: &'a Party,
        now: Timestamp,
    ) -> impl Iterator<Item = &'a LinkAsked> {
        let since = now.checked_sub(24.hours()).unwrap_or(Timestamp::MIN);
        self.links_asked.iter().filter(move |asked| &asked.party == party && asked.at > since)
    }

    /// The member's contact is another now, and with it, perhaps, the address.
    pub(super) fn corrected(&mut self, mail: MailBox) {
        if mail == MailBox::Other {
            self.readdressed(&Party::Member);
        }
        self.offered = None;
        self.raise_member();
    }
}
