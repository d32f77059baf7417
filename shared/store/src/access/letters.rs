//! Letters: claimed before they are sent and marked afterwards, so that each is sent once.

use super::links::link_pk;
use super::{Access, Invitation};
use crate::item::{Item, keyed, number, read_text, text, with};
use crate::table::{Outcome, Table};
use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::ids::CaseId;
use jiff::Timestamp;
use runtime::Fault;

/// Whether a letter may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterClaim {
    Granted,
    /// Claimed at that time but not marked as sent: its sender is at work or has crashed.
    Held {
        since: Timestamp,
    },
    Sent,
    /// The case's epochs are not those by which the letter was decided.
    Stale,
}

/// The case's epochs when a letter was decided. A withdrawal since then has raised them.
#[derive(Debug, Clone, Copy)]
pub struct EpochCheck<'a> {
    pub cases_table: &'a str,
    pub case: &'a CaseId,
    pub member_epoch: u32,
    pub others_epoch: u32,
    /// How often the access of one party alone was ended.
    pub ended_for: usize,
}

impl Access {
    /// Claims a letter and stores its link, if the case is still at the epochs by which it was
    /// decided. Of several callers, one is granted the claim.
    pub async fn claim_letter(
        &self,
        letter: &str,
        epochs: EpochCheck<'_>,
        link: Option<(&str, &Invitation)>,
        now: Timestamp,
    ) -> Result<LetterClaim, Fault> {
        let item = with(letter_key(letter), "claimed_at", text(now.to_string()));
        let place = link.map_or_else(|| "LINK#".to_owned(), |(token, _)| link_pk(token));
        let mut parts = vec![
            self.table.put_once(item).part(),
            epochs.part(&self.table),
            self.letter_of(epochs.case, letter, &place).part(),
        ];
        if let Some((token, invitation)) = link {
            parts.push(self.put_link(token, invitation)?.part());
        }
        match self.table.transact("claiming a letter", parts).await? {
            Outcome::Written => Ok(LetterClaim::Granted),
            Outcome::Clashed(_) => self.claimed_before(letter).await,
        }
    }

    async fn claimed_before(&self, letter: &str) -> Result<LetterClaim, Fault> {
        const DOING: &str = "reading a letter";
        match self.table.get(DOING, letter_key(letter)).await? {
            Some(item) if item.contains_key("sent_at") => Ok(LetterClaim::Sent),
            Some(item) => {
                let since = read_text(DOING, &item, "claimed_at")?;
                let since =
                    since.parse().map_err(|_| Fault::broken(DOING, "claimed_at is not a time"))?;
                Ok(LetterClaim::Held { since })
            }
            // Nobody has claimed it, so it was the epochs that did not match.
            None => Ok(LetterClaim::Stale),
        }
    }

    /// Takes over a letter whose sender crashed, if the case is still at the epochs by which it was decided now,
    /// and stores its link again: of several who try, one may send it.
    pub async fn take_over(
        &self,
        letter: &str,
        epochs: EpochCheck<'_>,
        link: Option<(&str, &Invitation)>,
        claimed_at: Timestamp,
        now: Timestamp,
    ) -> Result<LetterClaim, Fault> {
        let claim = self.table.update(letter_key(letter), "SET claimed_at = :now");
        let claim = claim.when("claimed_at = :then AND attribute_not_exists(sent_at)");
        let claim = claim.value(":now", text(now.to_string()));
        let claim = claim.value(":then", text(claimed_at.to_string()));
        let mut parts = vec![claim.part(), epochs.part(&self.table)];
        if let Some((token, invitation)) = link {
            parts.push(self.replace_link(token, invitation)?.part());
        }
        match self.table.transact("taking over a letter", parts).await? {
            Outcome::Written => Ok(LetterClaim::Granted),
            Outcome::Clashed(_) => Ok(match self.claimed_before(letter).await? {
                LetterClaim::Held { since } if since == claimed_at => LetterClaim::Stale,
                now => now,
            }),
        }
    }

    /// Lets go of a letter that was refused: whoever hears of its event next may send it at once.
    pub async fn release_letter(&self, letter: &str, claimed_at: Timestamp) -> Result<(), Fault> {
        let release = self.table.update(letter_key(letter), "SET claimed_at = :never");
        let release = release.when("claimed_at = :then AND attribute_not_exists(sent_at)");
        let release = release.value(":never", text(Timestamp::UNIX_EPOCH.to_string()));
        let release = release.value(":then", text(claimed_at.to_string()));
        release.attempt("releasing a letter").await.map(drop)
    }

    /// Marks a letter as sent. If an erasure has deleted it in the meantime, it stays deleted.
    pub async fn mark_sent(&self, letter: &str, now: Timestamp) -> Result<(), Fault> {
        let mark = self.table.update(letter_key(letter), "SET sent_at = :now");
        let mark = mark.when("attribute_exists(pk)").value(":now", text(now.to_string()));
        mark.attempt("marking a letter").await.map(drop)
    }

    pub(super) async fn forget_letter(&self, letter: &str) -> Result<(), Fault> {
        self.table.delete(letter_key(letter)).send("forgetting a letter").await
    }
}

impl EpochCheck<'_> {
    /// The part that fails its transaction unless the case is still at these epochs.
    fn part(&self, beside: &Table) -> TransactWriteItem {
        let head = keyed(format!("CASE#{}", self.case), "CASE");
        // A head that was written before there was the last column lacks it.
        let unchanged = "member_epoch = :member AND others_epoch = :others \
            AND (attribute_not_exists(ended_for) OR ended_for = :ended)";
        let values = [
            (":member", number(self.member_epoch)),
            (":others", number(self.others_epoch)),
            (":ended", number(self.ended_for as u64)),
        ];
        beside.beside(self.cases_table).check(head, unchanged, values)
    }
}

fn letter_key(letter: &str) -> Item {
    keyed(format!("LETTER#{letter}"), "LETTER")
}
