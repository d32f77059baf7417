//! The directory: clients, callers, staff, specialists and places.

mod writing;

pub use writing::{DirectoryError, Kept, Versioned};

use crate::item::{Item, keyed};
use crate::table::Table;
use domain::directory::{Caller, Client, Place, Role, Specialist, Specialty, Staff};
use domain::ids::{ClientId, HospitalId, SpecialistId, StaffId};
use runtime::{Aws, Fault};

/// The Directory table.
#[derive(Debug, Clone)]
pub struct Directory {
    table: Table,
}

impl Directory {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { table: Table::new(aws, table) }
    }

    /// Who the subject of a verified token is; nothing for a stranger.
    pub async fn caller(&self, subject: &str) -> Result<Option<Caller>, Fault> {
        self.table.read("reading a caller", own(format!("CALLER#{subject}"))).await
    }

    pub async fn client(&self, id: &ClientId) -> Result<Option<Client>, Fault> {
        self.table.read("reading a client", own(format!("CLIENT#{id}"))).await
    }

    pub async fn staff(&self, id: &StaffId) -> Result<Option<Staff>, Fault> {
        self.table.read("reading staff", own(format!("STAFF#{id}"))).await
    }

    pub async fn specialist(&self, id: &SpecialistId) -> Result<Option<Specialist>, Fault> {
        self.table.read("reading a specialist", own(format!("SPECIALIST#{id}"))).await
    }

    pub async fn place(&self, id: &HospitalId) -> Result<Option<Place>, Fault> {
        self.table.read("reading a place", own(format!("PLACE#{id}"))).await
    }

    /// Our people of one role, ordered by id.
    pub async fn staff_of(&self, role: Role) -> Result<Vec<Staff>, Fault> {
        self.table.under("reading staff by role", role_pk(role)).eventual().read().await
    }

    /// The specialists of one specialty, ordered by id.
    pub async fn specialists_of(&self, specialty: &Specialty) -> Result<Vec<Specialist>, Fault> {
        self.table.under("reading the network", specialty_pk(specialty)).eventual().read().await
    }
}

/// The key of an entry that has its partition key to itself.
fn own(pk: String) -> Item {
    keyed(pk, "SELF")
}

fn role_pk(role: Role) -> String {
    let role: &'static str = role.into();
    format!("ROLE#{role}")
}

fn specialty_pk(specialty: &Specialty) -> String {
    format!("SPECIALTY#{}", specialty.code())
}
