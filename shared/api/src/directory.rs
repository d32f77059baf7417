//! The directory: clients, our people, specialists and places, each kept whole under its id; who changed what; and
//! whose tokens speak for whom.

mod operations;

pub(crate) use operations::OPERATIONS;

use domain::calendar::Nation;
use domain::day::Day;
use domain::directory::{
    Client, EntryChange, EntryStanding, Manager, Place, PlaceKind, Role, Skill, Specialist,
    Specialty, Staff,
};
use domain::ids::{ClientId, HospitalId, ManagerId, NotAnId, SpecialistId, StaffId, SubjectId};
use domain::text::{Email, Line, PersonName, Phone, Prose, grouped};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What is asked to be kept under an id.
pub trait Keeps: DeserializeOwned {
    type Entry;

    /// The entry as it would be under that id.
    fn under(self, id: String) -> Result<Self::Entry, NotAnId>;
}

/// An employer or scheme. What its contracts cover is agreed with finance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeepClient {
    pub name: Line,
    pub nation: Nation,
    /// In small letters, such as `northwind.example`: no session opens through an address there.
    #[serde(default)]
    pub mail_domains: Vec<String>,
    pub managers: Vec<KeepManager>,
}

/// Someone who may refer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeepManager {
    pub id: ManagerId,
    pub name: PersonName,
    pub email: Email,
    pub from: Day,
    /// The first day on which they may no longer refer.
    #[serde(default)]
    pub until: Option<Day>,
}

/// One of our own people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeepStaff {
    pub role: Role,
    pub name: PersonName,
    pub email: Email,
    pub phone: Phone,
    #[serde(default)]
    pub skills: Vec<Skill>,
    /// A nurse's NMC pin, or the clinical lead's GMC number.
    #[serde(default)]
    pub registration: Option<String>,
}

/// An independent doctor of the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeepSpecialist {
    pub name: PersonName,
    pub gmc_number: String,
    /// The first day on which the last check of the register no longer counts.
    pub checked_until: Day,
    pub email: Email,
    pub specialty: Specialty,
    /// The places where they work.
    pub hospitals: Vec<HospitalId>,
    /// Working days from complete records to report, as they promise.
    pub report_days: u32,
    /// Clients with whom they declared a conflict.
    #[serde(default)]
    pub conflicts: Vec<ClientId>,
}

/// A hospital, practice or clinic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeepPlace {
    pub kind: PlaceKind,
    pub name: Line,
    /// Other names under which people know it. No two places share one.
    #[serde(default)]
    pub aliases: Vec<Line>,
    /// The NHS trust or the group that it belongs to.
    #[serde(default)]
    pub trust: Option<Line>,
    pub postcode: String,
    pub nation: Nation,
}

/// How an entry stands from now on, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetStanding {
    pub standing: EntryStanding,
    pub reason: Prose,
}

/// For whom a token of the user pool speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum NameCaller {
    Client(ClientId),
    Staff(StaffId),
}

/// A caller, and for whom their tokens speak now; for nobody once they were ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CallerNamed {
    pub subject: SubjectId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaks_for: Option<NameCaller>,
}

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EntryShown<E> {
    /// What the entry's tag says, as a number.
    pub version: u64,
    pub entry: E,
    /// The subjects of the tokens that speak for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub callers: Vec<SubjectId>,
}

/// A page of entries, ordered by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EntryPage<E> {
    pub entries: Vec<E>,
    /// The `after` of the next page; nothing on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Every change of an entry, the first first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EntryChanges<E> {
    pub changes: Vec<EntryChange<E>>,
}

impl Keeps for KeepClient {
    type Entry = Client;

    fn under(self, id: String) -> Result<Client, NotAnId> {
        let manager = |manager: KeepManager| Manager {
            id: manager.id,
            name: manager.name.into(),
            email: manager.email.into(),
            from: manager.from.into(),
            until: manager.until.map(Into::into),
        };
        Ok(Client {
            id: ClientId::try_from(id)?,
            name: self.name.into(),
            nation: self.nation,
            mail_domains: self.mail_domains,
            managers: self.managers.into_iter().map(manager).collect(),
            standing: EntryStanding::Current,
        })
    }
}

impl Keeps for KeepStaff {
    type Entry = Staff;

    fn under(self, id: String) -> Result<Staff, NotAnId> {
        Ok(Staff {
            id: StaffId::try_from(id)?,
            role: self.role,
            name: self.name.into(),
            email: self.email.into(),
            phone: grouped(&String::from(self.phone)),
            skills: self.skills,
            registration: self.registration,
            standing: EntryStanding::Current,
        })
    }
}

impl Keeps for KeepSpecialist {
    type Entry = Specialist;

    fn under(self, id: String) -> Result<Specialist, NotAnId> {
        Ok(Specialist {
            id: SpecialistId::try_from(id)?,
            name: self.name.into(),
            gmc_number: self.gmc_number,
            checked_until: self.checked_until.into(),
            email: self.email.into(),
            specialty: self.specialty,
            hospitals: self.hospitals,
            report_days: self.report_days,
            conflicts: self.conflicts,
            standing: EntryStanding::Current,
        })
    }
}

impl Keeps for KeepPlace {
    type Entry = Place;

    fn under(self, id: String) -> Result<Place, NotAnId> {
        Ok(Place {
            id: HospitalId::try_from(id)?,
            kind: self.kind,
            name: self.name.into(),
            aliases: self.aliases.into_iter().map(Into::into).collect(),
            trust: self.trust.map(Into::into),
            postcode: self.postcode,
            nation: self.nation,
            standing: EntryStanding::Current,
        })
    }
}
