//! The directory: clients, callers, staff, specialists, and the quarter hours that specialists offer.

use crate::change::{Clash, Part};
use crate::item::{json, keyed, read_json, read_text, text, with};
use aws_sdk_dynamodb::Client as Dynamo;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{TransactWriteItem, Update};
use domain::directory::{Caller, Client, Clinic, Role, Specialist, Specialty, Staff};
use domain::ids::{CaseId, ClientId, SpecialistId, StaffId};
use jiff::Timestamp;
use runtime::{Aws, Fault};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Free quarter hours shown at once.
const FREE_SLOTS_MAX: usize = 200;

/// A quarter hour that nobody holds yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FreeSlot {
    pub starts: Timestamp,
}

/// The Directory table.
#[derive(Debug, Clone)]
pub struct Directory {
    client: Dynamo,
    table: String,
}

impl Directory {
    pub fn new(aws: &Aws, table: String) -> Self {
        Self { client: crate::client(aws), table }
    }

    /// Who a verified token's subject is; nothing for a stranger.
    pub async fn caller(&self, subject: &str) -> Result<Option<Caller>, Fault> {
        self.read("reading a caller", format!("CALLER#{subject}"), "SELF").await
    }

    pub async fn client(&self, id: &ClientId) -> Result<Option<Client>, Fault> {
        self.read("reading a client", format!("CLIENT#{id}"), "SELF").await
    }

    pub async fn staff(&self, id: &StaffId) -> Result<Option<Staff>, Fault> {
        self.read("reading staff", format!("STAFF#{id}"), "SELF").await
    }

    pub async fn specialist(&self, id: &SpecialistId) -> Result<Option<Specialist>, Fault> {
        self.read("reading a specialist", format!("SPECIALIST#{id}"), "SELF").await
    }

    /// Everyone of one role, by id.
    pub async fn staff_of(&self, role: Role) -> Result<Vec<Staff>, Fault> {
        const DOING: &str = "reading staff by role";
        let mut items = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(role_pk(role)))
            .into_paginator()
            .items()
            .send();
        let mut staff = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| Fault::from_sdk(DOING, &error))?;
            staff.push(read_json(DOING, &item, "body")?);
        }
        Ok(staff)
    }

    /// Everyone of one specialty.
    pub async fn network(&self, specialty: &Specialty) -> Result<Vec<Specialist>, Fault> {
        const DOING: &str = "reading the network";
        let mut items = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(format!("SPECIALTY#{}", specialty.code())))
            .into_paginator()
            .items()
            .send();
        let mut network = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| Fault::from_sdk(DOING, &error))?;
            network.push(read_json(DOING, &item, "body")?);
        }
        Ok(network)
    }

    /// The quarter hours of a specialist that are free from a moment on, soonest first.
    pub async fn free_slots(
        &self,
        specialist: &SpecialistId,
        from: Timestamp,
    ) -> Result<Vec<FreeSlot>, Fault> {
        const DOING: &str = "reading slots";
        let mut items = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND sk >= :from")
            .filter_expression("attribute_not_exists(held_by)")
            .expression_attribute_values(":pk", text(slots_pk(specialist)))
            .expression_attribute_values(":from", text(from.to_string()))
            .consistent_read(true)
            .into_paginator()
            .items()
            .send();
        let mut free = Vec::new();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| Fault::from_sdk(DOING, &error))?;
            let starts = read_text(DOING, &item, "sk")?.parse();
            free.push(FreeSlot { starts: starts.map_err(|_| Fault::broken(DOING, "bad time"))? });
            if free.len() == FREE_SLOTS_MAX {
                break;
            }
        }
        Ok(free)
    }

    /// Claims quarter hours for a case: each must be offered, and held by nobody else.
    pub fn claim(
        &self,
        specialist: &SpecialistId,
        starts: &[Timestamp],
        case: &CaseId,
    ) -> Result<Vec<Part>, Fault> {
        let claim = |starts| self.update(specialist, starts, "SET held_by = :case", FREE, case);
        starts.iter().copied().map(claim).collect()
    }

    /// Gives quarter hours back, if this case still holds them.
    pub fn release(
        &self,
        specialist: &SpecialistId,
        starts: &[Timestamp],
        case: &CaseId,
    ) -> Result<Vec<Part>, Fault> {
        let held = "held_by = :case";
        let release = |starts| self.update(specialist, starts, "REMOVE held_by", held, case);
        starts.iter().copied().map(release).collect()
    }

    /// Gives the quarter hours of an ended case back, each if the case still holds it. Safe to repeat.
    pub async fn give_back(
        &self,
        specialist: &SpecialistId,
        starts: &[Timestamp],
        case: &CaseId,
    ) -> Result<(), Fault> {
        const DOING: &str = "giving a slot back";
        for start in starts {
            let sent = self
                .client
                .update_item()
                .table_name(&self.table)
                .set_key(Some(keyed(slots_pk(specialist), start.to_string())))
                .update_expression("REMOVE held_by")
                .condition_expression("held_by = :case")
                .expression_attribute_values(":case", text(case.as_str()))
                .send()
                .await;
            if let Err(error) = sent {
                let held_by_another = error
                    .as_service_error()
                    .is_some_and(UpdateItemError::is_conditional_check_failed_exception);
                if !held_by_another {
                    return Err(Fault::from_sdk(DOING, &error));
                }
            }
        }
        Ok(())
    }

    fn update(
        &self,
        specialist: &SpecialistId,
        starts: Timestamp,
        update: &str,
        condition: &str,
        case: &CaseId,
    ) -> Result<Part, Fault> {
        let update = Update::builder()
            .table_name(&self.table)
            .set_key(Some(keyed(slots_pk(specialist), starts.to_string())))
            .update_expression(update)
            .condition_expression(condition)
            .expression_attribute_values(":case", text(case.as_str()))
            .build()
            .map_err(|_| Fault::broken("claiming a slot", "update"))?;
        let write = TransactWriteItem::builder().update(update).build();
        Ok(Part { write, clash: Clash::Slot })
    }

    pub async fn put_caller(&self, subject: &str, caller: &Caller) -> Result<(), Fault> {
        self.put(format!("CALLER#{subject}"), "SELF".to_owned(), caller).await
    }

    pub async fn put_client(&self, client: &Client) -> Result<(), Fault> {
        self.put(format!("CLIENT#{}", client.id), "SELF".to_owned(), client).await
    }

    /// Written twice: by id, and by role for whom it may concern.
    pub async fn put_staff(&self, staff: &Staff) -> Result<(), Fault> {
        self.put(format!("STAFF#{}", staff.id), "SELF".to_owned(), staff).await?;
        self.put(role_pk(staff.role), staff.id.to_string(), staff).await
    }

    pub async fn put_clinic(&self, clinic: &Clinic) -> Result<(), Fault> {
        self.put(format!("CLINIC#{}", clinic.id), "SELF".to_owned(), clinic).await
    }

    /// Written twice: by id, and by specialty for the ranking.
    pub async fn put_specialist(&self, specialist: &Specialist) -> Result<(), Fault> {
        self.put(format!("SPECIALIST#{}", specialist.id), "SELF".to_owned(), specialist).await?;
        let by_specialty = format!("SPECIALTY#{}", specialist.specialty.code());
        self.put(by_specialty, specialist.id.to_string(), specialist).await
    }

    /// Offers a quarter hour, unless it is offered already.
    pub async fn offer_quantum(
        &self,
        specialist: &SpecialistId,
        starts: Timestamp,
    ) -> Result<(), Fault> {
        const DOING: &str = "offering a slot";
        let sent = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(keyed(slots_pk(specialist), starts.to_string())))
            .condition_expression("attribute_not_exists(pk)")
            .send()
            .await;
        match sent {
            Ok(_) => Ok(()),
            Err(error) => match error.as_service_error() {
                Some(service) if service.is_conditional_check_failed_exception() => Ok(()),
                _ => Err(Fault::from_sdk(DOING, &error)),
            },
        }
    }

    async fn read<T: DeserializeOwned>(
        &self,
        doing: &'static str,
        pk: String,
        sk: &str,
    ) -> Result<Option<T>, Fault> {
        let get = self.client.get_item().table_name(&self.table).set_key(Some(keyed(pk, sk)));
        let answer = get.consistent_read(true).send().await;
        let item = answer.map_err(|error| Fault::from_sdk(doing, &error))?.item;
        item.map(|item| read_json(doing, &item, "body")).transpose()
    }

    async fn put<T: Serialize>(&self, pk: String, sk: String, body: &T) -> Result<(), Fault> {
        const DOING: &str = "writing to the directory";
        let item = with(keyed(pk, sk), "body", json(DOING, body)?);
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item));
        put.send().await.map_err(|error| Fault::from_sdk(DOING, &error))?;
        Ok(())
    }
}

/// A quarter hour exists once it is offered. A case may claim again what it already holds.
const FREE: &str = "attribute_exists(pk) AND (attribute_not_exists(held_by) OR held_by = :case)";

fn role_pk(role: Role) -> String {
    let role: &'static str = role.into();
    format!("ROLE#{role}")
}

fn slots_pk(specialist: &SpecialistId) -> String {
    format!("SLOTS#{specialist}")
}
