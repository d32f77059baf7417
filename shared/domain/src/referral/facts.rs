//! That a member was referred: by whom, under which contract, and how old they are.

use crate::calendar::Nation;
use crate::directory::Client;
use crate::ids::{CaseId, ClientId, ContractId, ManagerId, SheetId};
use crate::text::Email;
use jiff::civil::Date;
use jiff::{Timestamp, Unit};
use serde::{Deserialize, Serialize};

/// The oldest birth date that is believed without asking, in years.
pub const AGE_MAX: u8 = 130;

/// That a referral was received. Who the member is, is in the sealed sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// Whether NHS numbers of the range that the NHS keeps for tests are let in: only where nobody real is
/// referred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TestNumbers {
    #[default]
    Refused,
    Allowed,
}

impl std::str::FromStr for TestNumbers {
    type Err = NotATestRule;

    fn from_str(word: &str) -> Result<Self, NotATestRule> {
        match word {
            "refused" => Ok(Self::Refused),
            "allowed" => Ok(Self::Allowed),
            _ => Err(NotATestRule),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("test numbers are refused or allowed")]
pub struct NotATestRule;

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
