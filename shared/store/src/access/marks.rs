//! Marks: keyed hashes by which a person's cases are found; and what has to be forgotten of a case.
//!
//! Whatever of a case lies under a key of its own (a mark, a claim, a letter with its link) is noted
//! under the case as well, so that an erasure finds it.

use super::letters::letter_pk;
use super::{Access, member_pk};
use crate::change::{Clash, Part};
use crate::item::{Item, json, keyed, read_text, text, with};
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use domain::ids::CaseId;
use runtime::Fault;

/// What can be noted under a case.
const FOUND: &str = "FOUND";
const MEMBER: &str = "MEMBER";
const LETTER: &str = "LETTER";
/// Cases found by one mark, at most.
const FOUND_MAX: i32 = 20;

impl Access {
    /// The parts that let a case be found by those marks. A mark that is there already stays.
    pub fn findable(&self, case: &CaseId, marks: &[String]) -> Result<Vec<Part>, Fault> {
        let items = marks.iter().flat_map(|mark| {
            [
                keyed(found_pk(mark), case.as_str()),
                keyed(of_case_pk(case), format!("{FOUND}#{mark}")),
            ]
        });
        items.map(|item| self.overwrite_part(item)).collect()
    }

    /// Notes under the case that it holds the claims on a member by those marks.
    pub fn claims_of(&self, case: &CaseId, marks: &[String]) -> Result<Vec<Part>, Fault> {
        let items = marks.iter().map(|mark| keyed(of_case_pk(case), format!("{MEMBER}#{mark}")));
        items.map(|item| self.overwrite_part(item)).collect()
    }

    /// The cases of whoever has that mark.
    pub async fn found(&self, mark: &str) -> Result<Vec<CaseId>, Fault> {
        const DOING: &str = "searching";
        let answer = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(found_pk(mark)))
            .consistent_read(true)
            .limit(FOUND_MAX)
            .send()
            .await
            .map_err(|error| Fault::from_sdk(DOING, &error))?;
        let case = |item: &Item| -> Result<CaseId, Fault> {
            let id = read_text(DOING, item, "sk")?.parse();
            id.map_err(|_| Fault::broken(DOING, "bad case id"))
        };
        answer.items().iter().map(case).collect()
    }

    /// Notes under the case that a letter with that link was claimed for it.
    pub(super) fn letter_of(&self, case: &CaseId, letter: &str, link: &str) -> Result<Part, Fault> {
        let key = keyed(of_case_pk(case), format!("{LETTER}#{letter}"));
        self.overwrite_part(with(key, "link", text(link)))
    }

    /// Whether something of an erased case is still to be forgotten.
    pub async fn has_traces(&self, case: &CaseId) -> Result<bool, Fault> {
        let answer = self.traces(case).limit(1).send().await;
        let answer = answer.map_err(|error| Fault::from_sdk("looking for traces", &error))?;
        Ok(!answer.items().is_empty())
    }

    /// Takes away everything by which the member of an erased case could be found, and the letters
    /// with their links, which name whom they went to. Safe to repeat.
    pub async fn forget_traces(&self, case: &CaseId) -> Result<(), Fault> {
        const DOING: &str = "forgetting a case";
        let mut items = self.traces(case).into_paginator().items().send();
        while let Some(item) = items.next().await {
            let item = item.map_err(|error| Fault::from_sdk(DOING, &error))?;
            let sk = read_text(DOING, &item, "sk")?.to_owned();
            match sk.split_once('#') {
                Some((FOUND, mark)) => self.delete(keyed(found_pk(mark), case.as_str())).await?,
                Some((MEMBER, mark)) => self.forget_claim(mark, case).await?,
                Some((LETTER, letter)) => {
                    self.delete(keyed(letter_pk(letter), "LETTER")).await?;
                    let link = read_text(DOING, &item, "link")?;
                    self.delete(keyed(link, "LINK")).await?;
                    self.delete(keyed(link, "CODE")).await?;
                }
                _ => {}
            }
            self.delete(keyed(of_case_pk(case), sk)).await?;
        }
        Ok(())
    }

    fn traces(&self, case: &CaseId) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", text(of_case_pk(case)))
            .consistent_read(true)
    }

    /// A claim that another case has taken over meanwhile is not this one's to forget.
    async fn forget_claim(&self, mark: &str, case: &CaseId) -> Result<(), Fault> {
        const DOING: &str = "forgetting a claim";
        let sent = self
            .client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(keyed(member_pk(mark), "MEMBER")))
            .condition_expression("attribute_not_exists(pk) OR body = :case")
            .expression_attribute_values(":case", json(DOING, case)?)
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

    async fn delete(&self, key: Item) -> Result<(), Fault> {
        let delete = self.client.delete_item().table_name(&self.table).set_key(Some(key));
        delete.send().await.map_err(|error| Fault::from_sdk("forgetting", &error))?;
        Ok(())
    }

    fn overwrite_part(&self, item: Item) -> Result<Part, Fault> {
        let put = Put::builder().table_name(&self.table).set_item(Some(item)).build();
        let put = put.map_err(|_| Fault::broken("noting a mark", "put"))?;
        let write = TransactWriteItem::builder().put(put).build();
        Ok(Part { write, clash: Clash::Version })
    }
}

fn found_pk(mark: &str) -> String {
    format!("FOUND#{mark}")
}

fn of_case_pk(case: &CaseId) -> String {
    format!("OF#{case}")
}
