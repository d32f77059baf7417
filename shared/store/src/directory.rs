//! The directory: clients, callers, staff, specialists and clinics.

use crate::item::{Item, json, keyed, with};
use crate::table::Table;
use domain::directory::{Caller, Client, Clinic, Role, Specialist, Specialty, Staff};
use domain::ids::{ClientId, HospitalId, SpecialistId, StaffId};
use runtime::{Aws, Fault};
use serde::Serialize;

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

    pub async fn clinic(&self, id: &HospitalId) -> Result<Option<Clinic>, Fault> {
        self.table.read("reading a clinic", own(format!("CLINIC#{id}"))).await
    }

    /// Our people of one role, ordered by id.
    pub async fn staff_of(&self, role: Role) -> Result<Vec<Staff>, Fault> {
        self.table.under("reading staff by role", role_pk(role)).eventual().read().await
    }

    /// The specialists of one specialty, ordered by id.
    pub async fn specialists_of(&self, specialty: &Specialty) -> Result<Vec<Specialist>, Fault> {
        self.table.under("reading the network", specialty_pk(specialty)).eventual().read().await
    }

    pub async fn put_caller(&self, subject: &str, caller: &Caller) -> Result<(), Fault> {
        self.put(own(format!("CALLER#{subject}")), caller).await
    }

    pub async fn put_client(&self, client: &Client) -> Result<(), Fault> {
        self.put(own(format!("CLIENT#{}", client.id)), client).await
    }

    /// Written twice: by id, and by role, so that everyone of a role can be listed.
    pub async fn put_staff(&self, staff: &Staff) -> Result<(), Fault> {
        self.put(own(format!("STAFF#{}", staff.id)), staff).await?;
        self.put(keyed(role_pk(staff.role), staff.id.as_str()), staff).await
    }

    pub async fn put_clinic(&self, clinic: &Clinic) -> Result<(), Fault> {
        self.put(own(format!("CLINIC#{}", clinic.id)), clinic).await
    }

    /// Written twice: by id, and by specialty, for the ranking.
    pub async fn put_specialist(&self, specialist: &Specialist) -> Result<(), Fault> {
        self.put(own(format!("SPECIALIST#{}", specialist.id)), specialist).await?;
        let by_specialty = keyed(specialty_pk(&specialist.specialty), specialist.id.as_str());
        self.put(by_specialty, specialist).await
    }

    async fn put<T: Serialize>(&self, key: Item, body: &T) -> Result<(), Fault> {
        const DOING: &str = "writing to the directory";
        self.table.put(with(key, "body", json(DOING, body)?)).send(DOING).await
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
