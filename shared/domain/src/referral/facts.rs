//! That a member was referred: by whom, under which contract, and how old they are.

use crate::calendar::Nation;
use crate::directory::Client;
use crate::ids::{CaseId, ClientId, ContractId, ManagerId, MemberMark, SheetId};
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
    /// By name and birth date, and by NHS number if known. Nothing else of a person is compared.
    pub marks: Vec<MemberMark>,
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_age_is_known_by_its_band_from_the_birthday_on() {
        use AgeBand::{From16To17, From18To29, In30s, In40s, In50s, In60s, In70s, Over79, Under16};
        let today = date(2026, 11, 26);
        for (age, before, from) in [
            (16, Under16, From16To17),
            (18, From16To17, From18To29),
            (30, From18To29, In30s),
            (40, In30s, In40s),
            (50, In40s, In50s),
            (60, In50s, In60s),
            (70, In60s, In70s),
            (80, In70s, Over79),
        ] {
            let tomorrow = date(2026 - age, 11, 27);
            assert_eq!(age_band(tomorrow, today), Some(before), "{age} tomorrow");
            assert_eq!(age_band(date(2026 - age, 11, 26), today), Some(from), "{age} today");
        }
    }

    #[test]
    fn nobody_is_born_tomorrow_nor_older_than_anyone_was() {
        let today = date(2026, 11, 26);
        for (born, band) in [
            (date(2026, 11, 26), Some(AgeBand::Under16)),
            (date(2026, 11, 27), None),
            (date(1895, 11, 27), Some(AgeBand::Over79)),
            (date(1895, 11, 26), None),
        ] {
            assert_eq!(age_band(born, today), band, "{born}");
        }
    }

    #[test]
    fn the_rules_of_a_stack_are_two_words_each() {
        for (word, rule) in
            [("private-only", Ok(AddressRule::PrivateOnly)), ("any", Ok(AddressRule::Any))]
        {
            assert_eq!(word.parse(), rule);
        }
        for (word, rule) in
            [("refused", Ok(TestNumbers::Refused)), ("allowed", Ok(TestNumbers::Allowed))]
        {
            assert_eq!(word.parse(), rule);
        }
        assert_eq!("".parse::<AddressRule>(), Err(NotARule));
        assert_eq!("yes".parse::<TestNumbers>(), Err(NotATestRule));
    }
}
