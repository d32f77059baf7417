//! The quanta that specialists offer: a quantum has one holder.

use crate::cases::AsLoaded;
use crate::change::{ChangePart, Clash};
use crate::item::{Item, keyed, read_text, text};
use crate::table::{Outcome, Table, Write};
use domain::ids::{CaseId, SpecialistId};
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

/// The Slots table.
#[derive(Debug, Clone)]
pub struct Slots {
    table: Table,
}

impl Slots {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { table: Table::new(aws, table) }
    }

    /// The free quanta of a specialist from a moment on, the soonest first.
    pub async fn free_from(
        &self,
        specialist: &SpecialistId,
        from: Timestamp,
    ) -> Result<Vec<FreeQuantum>, Fault> {
        const DOING: &str = "reading slots";
        let slots = self.table.under(DOING, of_specialist(specialist));
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

    /// Offers a quantum, unless it is offered already.
    pub async fn offer(&self, specialist: &SpecialistId, starts: Timestamp) -> Result<(), Fault> {
        let offer = self.table.put_once(slot_key(specialist, starts));
        offer.attempt("offering a slot").await.map(drop)
    }
}

fn slot_part(write: Write) -> ChangePart {
    ChangePart { write: write.part(), clash: Clash::Slot }
}

fn of_specialist(specialist: &SpecialistId) -> String {
    format!("SPECIALIST#{specialist}")
}

fn slot_key(specialist: &SpecialistId, starts: Timestamp) -> Item {
    keyed(of_specialist(specialist), starts.to_string())
}
