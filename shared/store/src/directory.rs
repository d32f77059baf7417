//! The directory: clients, callers, staff, specialists, and the quanta that specialists
//! offer.

use crate::cases::AsLoaded;
use crate::change::{ChangePart, Clash};
use crate::item::{Item, json, keyed, read_text, text, with};
use crate::table::{Outcome, Table, Write};
use domain::directory::{Caller, Client, Clinic, Role, Specialist, Specialty, Staff};
use domain::ids::{CaseId, ClientId, HospitalId, SpecialistId, StaffId};
use futures::{StreamExt, TryStreamExt};
use jiff::Timestamp;
use runtime::{Aws, Fault};
use serde::Serialize;

/// The most quanta that are listed at once.
const FREE_SLOTS_MAX: usize = 200;
/// A quantum exists once it has been offered. A case may claim again what it already holds.
const FREE: &str = "attribute_exists(pk) AND (attribute_not_exists(held_by) OR held_by = :case)";
const HELD: &str = "held_by = :case";

/// A quantum that nobody holds yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FreeQuantum {
    pub starts: Timestamp,
}

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

    /// The free quanta of a specialist from a moment on, the soonest first.
    pub async fn free_slots(
        &self,
        specialist: &SpecialistId,
        from: Timestamp,
    ) -> Result<Vec<FreeQuantum>, Fault> {
        const DOING: &str = "reading slots";
        let slots = self.table.under(DOING, slots_pk(specialist));
        let slots = slots.and("sk >= :from", [(":from", text(from.to_string()))]);
        let free = slots.filter("attribute_not_exists(held_by)").items().take(FREE_SLOTS_MAX);
        free.map(|slot| {
            let starts = read_text(DOING, &slot?, "sk")?.parse();
            Ok(FreeQuantum {
                starts: starts.map_err(|_| Fault::broken(DOING, "sk is not a time"))?,
            })
        })
        .try_collect()
        .await
    }

    /// The parts that claim quanta for a case. Each must have been offered, and no other
    /// case may hold it.
    pub fn claim(
        &self,
        specialist: &SpecialistId,
        starts: &[Timestamp],
        case: &CaseId,
    ) -> Vec<ChangePart> {
        let claim = |starts: &Timestamp| {
            let write = self.table.update(slot_key(specialist, *starts), "SET held_by = :case");
            slot_part(write.when(FREE).value(":case", text(case.as_str())))
        };
        starts.iter().map(claim).collect()
    }

    /// The parts that give quanta back. Their change fails unless this case still holds them
    /// all.
    pub fn release(
        &self,
        specialist: &SpecialistId,
        starts: &[Timestamp],
        case: &CaseId,
    ) -> Vec<ChangePart> {
        starts.iter().map(|starts| slot_part(self.freeing(specialist, *starts, case))).collect()
    }

    /// Gives the quanta of an ended case back at once, those that it still holds. Safe to
    /// repeat.
    pub async fn give_back(
        &self,
        specialist: &SpecialistId,
        starts: &[Timestamp],
        case: &CaseId,
    ) -> Result<(), Fault> {
        for starts in starts {
            let freed = self.freeing(specialist, *starts, case).attempt("giving a slot back");
            // If another case holds it by now, it stays with that case.
            let _ = freed.await?;
        }
        Ok(())
    }

    /// Frees those quanta that the case still holds, as long as it is as it was loaded: a slot that it
    /// books again in the meantime stays its own. Safe to repeat.
    pub async fn free(
        &self,
        specialist: &SpecialistId,
        starts: &[Timestamp],
        case: AsLoaded<'_>,
    ) -> Result<(), Fault> {
        const DOING: &str = "freeing a slot";
        for starts in starts {
            let free = self.freeing(specialist, *starts, case.id).part();
            let unmoved = case.part();
            match self.table.transact(DOING, vec![unmoved, free]).await? {
                // The case has moved on, and may hold it for another appointment: the event comes again. Where
                // the case does not hold it any more there is nothing to free.
                Outcome::Clashed(parts) if !parts.contains(&1) => {
                    return Err(Fault::busy(DOING, "the case has moved on"));
                }
                Outcome::Clashed(_) | Outcome::Written => {}
            }
        }
        Ok(())
    }

    fn freeing(&self, specialist: &SpecialistId, starts: Timestamp, case: &CaseId) -> Write {
        let update = self.table.update(slot_key(specialist, starts), "REMOVE held_by");
        update.when(HELD).value(":case", text(case.as_str()))
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

    /// Offers a quantum, unless it is offered already.
    pub async fn offer_quantum(
        &self,
        specialist: &SpecialistId,
        starts: Timestamp,
    ) -> Result<(), Fault> {
        let offer = self.table.put_once(slot_key(specialist, starts));
        offer.attempt("offering a slot").await.map(drop)
    }

    async fn put<T: Serialize>(&self, key: Item, body: &T) -> Result<(), Fault> {
        const DOING: &str = "writing to the directory";
        self.table.put(with(key, "body", json(DOING, body)?)).send(DOING).await
    }
}

fn slot_part(write: Write) -> ChangePart {
    ChangePart { write: write.part(), clash: Clash::Slot }
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

fn slots_pk(specialist: &SpecialistId) -> String {
    format!("SLOTS#{specialist}")
}

fn slot_key(specialist: &SpecialistId, starts: Timestamp) -> Item {
    keyed(slots_pk(specialist), starts.to_string())
}
