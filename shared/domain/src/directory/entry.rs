//! Entries of the directory as they are kept: how each stands, what nobody else may have, and what must hold of it
//! by itself.

use super::forms::{compared, is_gmc_number, is_mail_domain, is_nmc_pin, is_postcode};
use super::{Client, Place, Role, Specialist, Staff};
use crate::ids::{StaffId, SubjectId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Managers on a client's list, at most; and its mail domains, and whatever else is a list.
pub const LISTED_MAX: usize = 50;

/// Programs that may call the API for one client or one of our people, at most.
pub const CALLERS_MAX: usize = 10;

/// Aliases of a place, at most: all of them change in one transaction.
const ALIASES_MAX: usize = 20;

/// Working days within which a report can be promised.
const REPORT_DAYS: std::ops::RangeInclusive<u32> = 1..=60;

/// Whether an entry counts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EntryStanding {
    #[default]
    Current,
    /// Nothing new, until it is current again.
    Suspended,
    /// Nothing new, for ever. What it had a part in goes on to its end.
    Ended,
}

impl EntryStanding {
    pub fn is_current(&self) -> bool {
        *self == Self::Current
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum EntryKind {
    Client,
    Staff,
    Specialist,
    Place,
}

/// One kind of entry.
pub trait Entry: Clone + Serialize + for<'a> Deserialize<'a> {
    const KIND: EntryKind;

    fn id(&self) -> &str;

    fn standing(&self) -> EntryStanding;

    fn stand(&mut self, standing: EntryStanding);

    /// What no other entry may have.
    fn claims(&self) -> Vec<Claim>;

    /// Other entries that it names, each by its field, its kind and its id.
    fn names(&self) -> Vec<(&'static str, EntryKind, &str)> {
        Vec::new()
    }

    /// Whether tokens may speak for it. A client that has ended goes on to see its cases.
    fn may_call(&self) -> bool {
        true
    }

    /// Whether it may become the other: what is fixed of it stays.
    fn may_become(&self, _other: &Self) -> bool {
        true
    }

    /// What must hold of it by itself.
    fn check(&self) -> Result<(), Unsound>;
}

/// Something that only one entry can have, in the form in which it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    GmcNumber(String),
    /// A place's name or alias.
    PlaceName(String),
}

/// A field of an entry that cannot be right, and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unsound {
    pub field: &'static str,
    pub why: &'static str,
}

/// What was done to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Changed {
    Created,
    Changed,
    Suspended,
    Resumed,
    Ended,
    CallerAdded,
    CallerEnded,
}

/// One change of an entry: who, when and what, with the entry as it was afterwards. Nothing removes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EntryChange<E> {
    /// The entry's version from then on; the first is 1.
    pub version: u64,
    pub at: Timestamp,
    pub by: StaffId,
    pub what: Changed,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whose tokens spoke for it from then on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub callers: Vec<SubjectId>,
    pub entry: E,
}

/// What it is called when an entry comes to stand like that; nothing where it cannot.
pub fn comes_to_stand(before: EntryStanding, after: EntryStanding) -> Option<Changed> {
    match (before, after) {
        (EntryStanding::Ended, _)
        | (EntryStanding::Current, EntryStanding::Current)
        | (EntryStanding::Suspended, EntryStanding::Suspended) => None,
        (EntryStanding::Suspended, EntryStanding::Current) => Some(Changed::Resumed),
        (EntryStanding::Current, EntryStanding::Suspended) => Some(Changed::Suspended),
        (EntryStanding::Current | EntryStanding::Suspended, EntryStanding::Ended) => {
            Some(Changed::Ended)
        }
    }
}

impl Entry for Client {
    const KIND: EntryKind = EntryKind::Client;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn standing(&self) -> EntryStanding {
        self.standing
    }

    fn stand(&mut self, standing: EntryStanding) {
        self.standing = standing;
    }

    fn claims(&self) -> Vec<Claim> {
        Vec::new()
    }

    fn check(&self) -> Result<(), Unsound> {
        bounded("managers", self.managers.len())?;
        bounded("mail_domains", self.mail_domains.len())?;
        let domain = |domain: &String| is_mail_domain(domain);
        sound(self.mail_domains.iter().all(domain), "mail_domains", "write each like example.org")?;
        let ids = self.managers.iter().map(|manager| manager.id.as_str());
        sound(all_differ(ids), "managers", "two managers have the same id")?;
        let mut managers = self.managers.iter();
        let in_order =
            managers.all(|manager| manager.until.is_none_or(|until| manager.from < until));
        sound(in_order, "managers", "a manager's last day is before the first")
    }
}

impl Entry for Staff {
    const KIND: EntryKind = EntryKind::Staff;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn standing(&self) -> EntryStanding {
        self.standing
    }

    fn stand(&mut self, standing: EntryStanding) {
        self.standing = standing;
    }

    fn claims(&self) -> Vec<Claim> {
        Vec::new()
    }

    /// Not for somebody who has left.
    fn may_call(&self) -> bool {
        self.standing != EntryStanding::Ended
    }

    /// Another role is another entry: what they did in this one stays theirs.
    fn may_become(&self, other: &Self) -> bool {
        self.role == other.role
    }

    fn check(&self) -> Result<(), Unsound> {
        bounded("skills", self.skills.len())?;
        let skilled = self.skills.is_empty() || self.role == Role::Nurse;
        sound(skilled, "skills", "only a nurse has skills that matching looks at")?;
        let registered = match (self.role, self.registration.as_deref()) {
            (_, None) => true,
            (Role::Nurse, Some(pin)) => is_nmc_pin(pin),
            (Role::ClinicalLead, Some(number)) => is_gmc_number(number),
            (Role::Finance | Role::Operator | Role::Keeper, Some(_)) => false,
        };
        let why = "an NMC pin is like 12A3456B and a nurse's; a GMC number has seven digits and is a doctor's";
        sound(registered, "registration", why)
    }
}

impl Entry for Specialist {
    const KIND: EntryKind = EntryKind::Specialist;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn standing(&self) -> EntryStanding {
        self.standing
    }

    fn stand(&mut self, standing: EntryStanding) {
        self.standing = standing;
    }

    fn claims(&self) -> Vec<Claim> {
        let counts = self.standing != EntryStanding::Ended;
        counts.then(|| Claim::GmcNumber(self.gmc_number.clone())).into_iter().collect()
    }

    fn names(&self) -> Vec<(&'static str, EntryKind, &str)> {
        let places = self.hospitals.iter().map(|id| ("hospitals", EntryKind::Place, id.as_str()));
        let clients = self.conflicts.iter().map(|id| ("conflicts", EntryKind::Client, id.as_str()));
        places.chain(clients).collect()
    }

    fn check(&self) -> Result<(), Unsound> {
        sound(is_gmc_number(&self.gmc_number), "gmc_number", "it has seven digits")?;
        sound(REPORT_DAYS.contains(&self.report_days), "report_days", "between 1 and 60")?;
        bounded("hospitals", self.hospitals.len())?;
        bounded("conflicts", self.conflicts.len())
    }
}

impl Entry for Place {
    const KIND: EntryKind = EntryKind::Place;

    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn standing(&self) -> EntryStanding {
        self.standing
    }

    fn stand(&mut self, standing: EntryStanding) {
        self.standing = standing;
    }

    /// A name and an alias that are alike are one claim.
    fn claims(&self) -> Vec<Claim> {
        if self.standing == EntryStanding::Ended {
            return Vec::new();
        }
        let names = [&self.name].into_iter().chain(&self.aliases);
        let compared: std::collections::BTreeSet<String> =
            names.map(|name| compared(name)).collect();
        compared.into_iter().map(Claim::PlaceName).collect()
    }

    fn check(&self) -> Result<(), Unsound> {
        sound(self.aliases.len() <= ALIASES_MAX, "aliases", "there are too many")?;
        let names = [&self.name].into_iter().chain(&self.aliases);
        let has_letters = names.map(|name| compared(name)).all(|name| !name.is_empty());
        sound(has_letters, "aliases", "a name needs a letter or a digit")?;
        sound(is_postcode(&self.postcode), "postcode", "write it like LS1 4AP")
    }
}

fn sound(holds: bool, field: &'static str, why: &'static str) -> Result<(), Unsound> {
    if holds { Ok(()) } else { Err(Unsound { field, why }) }
}

fn bounded(field: &'static str, count: usize) -> Result<(), Unsound> {
    sound(count <= LISTED_MAX, field, "there are too many")
}

fn all_differ<'a>(ids: impl Iterator<Item = &'a str>) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    ids.into_iter().all(|id| seen.insert(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_stays_so() {
        use EntryStanding::{Current, Ended, Suspended};
        assert_eq!(comes_to_stand(Current, Suspended), Some(Changed::Suspended));
        assert_eq!(comes_to_stand(Suspended, Current), Some(Changed::Resumed));
        for before in [Current, Suspended] {
            assert_eq!(comes_to_stand(before, Ended), Some(Changed::Ended));
            assert_eq!(comes_to_stand(before, before), None);
            assert_eq!(comes_to_stand(Ended, before), None);
        }
    }
}
