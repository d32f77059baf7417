//! The directory's entries: clients, staff, specialists and clinics, as the rules need to see them.

mod entry;
mod forms;

pub use entry::{
    CALLERS_MAX, Changed, Claim, Entry, EntryChange, EntryKind, EntryStanding, LISTED_MAX, Unsound,
    comes_to_stand,
};

use crate::calendar::Nation;
use crate::ids::{ClientId, ContractId, HospitalId, ManagerId, SpecialistId, StaffId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An employer or scheme, with its own list of managers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Client {
    pub id: ClientId,
    pub name: String,
    pub nation: Nation,
    /// Mail domains that the client controls: no session opens through an address there.
    pub mail_domains: Vec<String>,
    pub managers: Vec<Manager>,
    #[serde(default, skip_serializing_if = "EntryStanding::is_current")]
    pub standing: EntryStanding,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Manager {
    pub id: ManagerId,
    pub name: String,
    pub email: String,
    pub from: Date,
    /// The first day on which they may no longer refer.
    pub until: Option<Date>,
}

/// The days on which a contract covers the client's members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cover {
    pub contract: ContractId,
    pub from: Date,
    /// The first day that is no longer covered.
    pub until: Option<Date>,
}

/// The one that covers a day; a client's contracts never overlap.
pub fn cover_on(covers: &[Cover], on: Date) -> Option<&Cover> {
    covers.iter().find(|cover| within(on, cover.from, cover.until))
}

impl Client {
    pub fn authorised_manager(&self, id: &ManagerId, on: Date) -> Option<&Manager> {
        self.managers
            .iter()
            .find(|manager| &manager.id == id && within(on, manager.from, manager.until))
    }

    pub fn owns_mail_domain(&self, domain: &str) -> bool {
        let domain = domain.to_ascii_lowercase();
        self.mail_domains.iter().any(|own| {
            let own = own.to_ascii_lowercase();
            domain == own || domain.ends_with(&format!(".{own}"))
        })
    }
}

pub(crate) fn within(day: Date, from: Date, until: Option<Date>) -> bool {
    from <= day && until.is_none_or(|until| day < until)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Role {
    Nurse,
    ClinicalLead,
    Finance,
    Operator,
    /// Keeps the directory.
    Keeper,
}

/// What a nurse is trained for beyond the general: children, or a specialty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Skill {
    Children,
    Specialty(Specialty),
}

/// One of our own people. Their names and numbers are in mails to members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Staff {
    pub id: StaffId,
    pub role: Role,
    pub name: String,
    pub email: String,
    pub phone: String,
    /// What a nurse is trained for beyond the general.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<Skill>,
    /// A nurse's NMC pin, or the clinical lead's GMC number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<String>,
    #[serde(default, skip_serializing_if = "EntryStanding::is_current")]
    pub standing: EntryStanding,
}

/// Who an API caller is: a client's application, or one of our people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Caller {
    Client(ClientId),
    Staff(Staff),
}

/// An NHS main specialty code: three digits (NHS Data Dictionary, "Main Specialty Code").
///
/// Nothing but digits: it is written into events and keys, where no typed word may be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("pattern" = "^[0-9]{3}$")))]
pub struct Specialty(String);

/// A text that is not a specialty code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a specialty is a code of three digits")]
pub struct NotASpecialty;

impl TryFrom<String> for Specialty {
    type Error = NotASpecialty;

    fn try_from(code: String) -> Result<Self, NotASpecialty> {
        let digits = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
        if digits { Ok(Self(code)) } else { Err(NotASpecialty) }
    }
}

impl From<Specialty> for String {
    fn from(specialty: Specialty) -> String {
        specialty.0
    }
}

impl Specialty {
    pub fn code(&self) -> &str {
        &self.0
    }

    /// The name people know it by; an unlisted code is shown as it is, for no condition is turned away.
    pub fn name(&self) -> &str {
        const NAMES: &[(&str, &str)] = &[
            ("100", "General surgery"),
            ("101", "Urology"),
            ("110", "Trauma and orthopaedics"),
            ("150", "Neurosurgery"),
            ("301", "Gastroenterology"),
            ("320", "Cardiology"),
            ("370", "Medical oncology"),
            ("400", "Neurology"),
            ("410", "Rheumatology"),
            ("502", "Gynaecology"),
        ];
        NAMES.iter().find(|(code, _)| *code == self.0).map_or(self.0.as_str(), |(_, name)| name)
    }
}

/// A hospital, practice or clinic: where doctors work, and where a consultation can be held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    pub id: HospitalId,
    pub kind: PlaceKind,
    pub name: String,
    /// Other names under which people know it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The NHS trust or the group that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust: Option<String>,
    pub postcode: String,
    pub nation: Nation,
    #[serde(default, skip_serializing_if = "EntryStanding::is_current")]
    pub standing: EntryStanding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PlaceKind {
    Hospital,
    Practice,
    Clinic,
}

/// An independent doctor of the UK network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Specialist {
    pub id: SpecialistId,
    pub name: String,
    /// The General Medical Council's number: seven digits.
    pub gmc_number: String,
    /// The first day on which the last check of the register no longer counts.
    pub checked_until: Date,
    pub email: String,
    pub specialty: Specialty,
    /// Where they work, and so whose treating doctors they cannot judge.
    pub hospitals: Vec<HospitalId>,
    /// Working days from complete records to report, as they promise.
    pub report_days: u32,
    /// Clients with whom they declared a conflict.
    pub conflicts: Vec<ClientId>,
    #[serde(default, skip_serializing_if = "EntryStanding::is_current")]
    pub standing: EntryStanding,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn northwind() -> Client {
        let (from, until) = (date(2026, 2, 1), Some(date(2026, 5, 1)));
        let manager = |id: &str| Manager {
            id: id.parse().unwrap(),
            name: "Dele Okafor".to_owned(),
            email: "d.okafor@northwind.example".to_owned(),
            from,
            until,
        };
        Client {
            id: "northwind".parse().unwrap(),
            name: "Northwind Mutual".to_owned(),
            nation: Nation::England,
            mail_domains: vec!["Northwind.example".to_owned()],
            managers: vec![manager("d-okafor"), manager("a-reid")],
            standing: EntryStanding::Current,
        }
    }

    #[test]
    fn a_manager_refers_and_a_contract_covers_from_the_first_day_on_and_not_on_the_last() {
        let client = northwind();
        let manager = "a-reid".parse().unwrap();
        let (from, until) = (date(2026, 2, 1), Some(date(2026, 5, 1)));
        let covers = [Cover { contract: "nw-2026".parse().unwrap(), from, until }];
        for (day, within) in [
            (date(2026, 1, 31), false),
            (date(2026, 2, 1), true),
            (date(2026, 4, 30), true),
            (date(2026, 5, 1), false),
        ] {
            let found = client.authorised_manager(&manager, day).map(|found| &found.id);
            assert_eq!(found, Some(&manager).filter(|_| within), "{day}");
            assert_eq!(cover_on(&covers, day).is_some(), within, "{day}");
        }
        let stranger = "nobody".parse().unwrap();
        assert_eq!(client.authorised_manager(&stranger, date(2026, 2, 1)), None);
    }

    #[test]
    fn without_a_last_day_the_days_never_end() {
        let first = date(2026, 2, 1);
        assert!(within(Date::MAX, first, None));
        assert!(!within(date(2026, 1, 31), first, None));
    }

    #[test]
    fn a_client_owns_its_mail_domains_and_what_is_below_them() {
        for (domain, own) in [
            ("northwind.example", true),
            ("NORTHWIND.example", true),
            ("clinic.northwind.example", true),
            ("notnorthwind.example", false),
            ("northwind.example.org", false),
            ("example", false),
        ] {
            assert_eq!(northwind().owns_mail_domain(domain), own, "{domain}");
        }
    }

    #[test]
    fn a_specialty_is_three_digits_and_has_the_name_people_know() {
        let specialty = |code: &str| Specialty::try_from(code.to_owned());
        for bad in ["", "32", "3200", "32O", "abc", "३"] {
            assert_eq!(specialty(bad), Err(NotASpecialty), "{bad}");
        }
        for (code, name) in [("320", "Cardiology"), ("400", "Neurology"), ("999", "999")] {
            assert_eq!(specialty(code).unwrap().name(), name);
        }
    }
}
