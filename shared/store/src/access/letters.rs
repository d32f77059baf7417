//! Letters: claimed before they are sent, marked after, so that each is sent once.

use super::{Access, Invitation, cancelled, link_pk, lost_a_condition};
use crate::change::Clash;
use crate::item::{json, keyed, number, read_text, text, with};
use aws_sdk_dynamodb::types::{ConditionCheck, TransactWriteItem, Update};
use domain::ids::CaseId;
use jiff::Timestamp;
use runtime::Fault;

impl Access {
    /// Claims a letter and puts its link, while the case is still at the epochs it was decided by.
    /// Returns whether this caller may send it: the first, or one that follows a crash before the mark.
    pub async fn claim_letter(
        &self,
        letter: &str,
        epochs: EpochCheck<'_>,
        link: Option<(&str, &Invitation)>,
        now: Timestamp,
    ) -> Result<Claimed, Fault> {
        const DOING: &str = "claiming a letter";
        let item = with(keyed(letter_pk(letter), "LETTER"), "claimed_at", text(now.to_string()));
        let mut writes =
            vec![self.put_part(DOING, item, Clash::Letter)?.write, epochs.condition(DOING)?];
        let place = link.map_or_else(|| "LINK#".to_owned(), |(token, _)| link_pk(token));
        writes.push(self.letter_of(epochs.case, letter, &place)?.write);
        if let Some((token, invitation)) = link {
            let mut item = keyed(link_pk(token), "LINK");
            item = with(item, "body", json(DOING, invitation)?);
            // Kept after its expiry: an old link must still be able to ask for a fresh one.
            writes.push(self.put_part(DOING, item, Clash::Access)?.write);
        }
        let sent = self.client.transact_write_items().set_transact_items(Some(writes)).send().await;
        match sent {
            Ok(_) => Ok(Claimed::Yes),
            Err(error) => match error.as_service_error() {
                Some(service) if lost_a_condition(service) => self.claimed_before(letter).await,
                _ => Err(cancelled(DOING, &error)),
            },
        }
    }

    async fn claimed_before(&self, letter: &str) -> Result<Claimed, Fault> {
        const DOING: &str = "reading a letter";
        match self.get(DOING, keyed(letter_pk(letter), "LETTER")).await? {
            Some(item) if item.contains_key("sent_at") => Ok(Claimed::Sent),
            Some(item) => {
                let at = read_text(DOING, &item, "claimed_at")?;
                let at = at.parse().map_err(|_| Fault::broken(DOING, "claimed_at"))?;
                Ok(Claimed::Before { at })
            }
            // Nothing was claimed: the case has moved on, so the letter is not to be sent.
            None => Ok(Claimed::Stale),
        }
    }

    /// Takes over a letter whose sender crashed, while the case is still at its epochs. Of several
    /// who try, one may send it.
    pub async fn take_over(
        &self,
        letter: &str,
        epochs: EpochCheck<'_>,
        claimed_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        const DOING: &str = "taking over a letter";
        let claim = Update::builder()
            .table_name(&self.table)
            .set_key(Some(keyed(letter_pk(letter), "LETTER")))
            .update_expression("SET claimed_at = :now")
            .condition_expression("claimed_at = :then AND attribute_not_exists(sent_at)")
            .expression_attribute_values(":now", text(now.to_string()))
            .expression_attribute_values(":then", text(claimed_at.to_string()))
            .build()
            .map_err(|_| Fault::broken(DOING, "update"))?;
        let sent = self
            .client
            .transact_write_items()
            .transact_items(TransactWriteItem::builder().update(claim).build())
            .transact_items(epochs.condition(DOING)?)
            .send()
            .await;
        match sent {
            Ok(_) => Ok(true),
            Err(error) => match error.as_service_error() {
                Some(service) if lost_a_condition(service) => Ok(false),
                _ => Err(cancelled(DOING, &error)),
            },
        }
    }

    /// Marks a letter as sent. One that an erasure has taken away meanwhile stays away.
    pub async fn mark_sent(&self, letter: &str, now: Timestamp) -> Result<(), Fault> {
        let sent = self
            .client
            .update_item()
            .table_name(&self.table)
            .set_key(Some(keyed(letter_pk(letter), "LETTER")))
            .update_expression("SET sent_at = :now")
            .condition_expression("attribute_exists(pk)")
            .expression_attribute_values(":now", text(now.to_string()))
            .send()
            .await;
        match sent {
            Ok(_) => Ok(()),
            Err(error) => match error.as_service_error() {
                Some(service) if service.is_conditional_check_failed_exception() => Ok(()),
                _ => Err(Fault::from_sdk("marking a letter", &error)),
            },
        }
    }
}

/// Whether a letter may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claimed {
    Yes,
    /// Claimed at that time and not marked as sent: another is sending it, or crashed doing so.
    Before {
        at: Timestamp,
    },
    Sent,
    /// The case has moved on since the letter was decided.
    Stale,
}

/// The case's epochs as they were when a letter was decided: a withdrawal in between raises them.
#[derive(Debug, Clone, Copy)]
pub struct EpochCheck<'a> {
    pub cases_table: &'a str,
    pub case: &'a CaseId,
    pub member_epoch: u32,
    pub others_epoch: u32,
}

impl EpochCheck<'_> {
    fn condition(&self, doing: &'static str) -> Result<TransactWriteItem, Fault> {
        let check = ConditionCheck::builder()
            .table_name(self.cases_table)
            .set_key(Some(keyed(format!("CASE#{}", self.case), "CASE")))
            .condition_expression("member_epoch = :member AND others_epoch = :others")
            .expression_attribute_values(":member", number(self.member_epoch))
            .expression_attribute_values(":others", number(self.others_epoch))
            .build()
            .map_err(|_| Fault::broken(doing, "condition"))?;
        Ok(TransactWriteItem::builder().condition_check(check).build())
    }
}

pub(super) fn letter_pk(letter: &str) -> String {
    format!("LETTER#{letter}")
}
