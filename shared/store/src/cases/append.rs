//! Writing a change: its events, each chained to the one before, the new head, and whatever else
//! must be written with them.

use super::head::head;
use super::{Cases, LoadedCase, event_sk, hash, pk};
use crate::change::{AppendError, Change, Clash};
use crate::item::{keyed, number, text, with};
use crate::table::Outcome;
use aws_sdk_dynamodb::types::TransactWriteItem;
use domain::Recorded;
use jiff::Timestamp;
use runtime::Fault;

impl Cases {
    /// Writes the change in one transaction, all of it or nothing, and returns the case after it.
    pub async fn append(
        &self,
        loaded: LoadedCase,
        change: Change,
        now: Timestamp,
    ) -> Result<LoadedCase, AppendError> {
        let expected = loaded.case.version;
        let recorded = loaded.case.record(change.events, &change.by, now);
        let (mut writes, after) = self.event_writes(loaded, &recorded)?;
        let head = self.head_write(&after, expected, now)?;
        writes.push(head);
        let mut clashes = vec![Clash::Version; writes.len()];
        for part in change.parts {
            writes.push(part.write);
            clashes.push(part.clash);
        }
        match self.table.transact("writing a change", writes).await? {
            Outcome::Written => Ok(after),
            Outcome::Clashed(failed) => Err(AppendError::Clash(telling(&clashes, &failed))),
        }
    }

    fn event_writes(
        &self,
        loaded: LoadedCase,
        recorded: &[Recorded],
    ) -> Result<(Vec<TransactWriteItem>, LoadedCase), Fault> {
        const DOING: &str = "writing an event";
        let LoadedCase { mut case, mut chain } = loaded;
        let mut writes = Vec::new();
        for one in recorded {
            let record = serde_json::to_string(one)
                .map_err(|_| Fault::broken(DOING, "the record cannot be serialised"))?;
            let content = hash(&[record.as_bytes()]);
            let link = hash(&[chain.as_bytes(), &one.sequence.to_be_bytes(), content.as_bytes()]);
            let mut item = keyed(pk(&case.id), event_sk(one.sequence));
            item = with(item, "type", text(one.event.name()));
            item = with(item, "case", text(case.id.as_str()));
            item = with(item, "sequence", number(one.sequence));
            item = with(item, "record", text(record));
            item = with(item, "content", text(content));
            item = with(item, "previous", text(chain));
            item = with(item, "chain", text(link.clone()));
            writes.push(self.table.put_once(item).part());
            chain = link;
            case = case.apply(one);
        }
        Ok((writes, LoadedCase { case, chain }))
    }

    fn head_write(
        &self,
        after: &LoadedCase,
        expected: u64,
        now: Timestamp,
    ) -> Result<TransactWriteItem, Fault> {
        let head = head(after, now)?;
        Ok(if expected == 0 {
            self.table.put_once(head).part()
        } else {
            let unmoved = self.table.put(head).when("version = :expected");
            unmoved.value(":expected", number(expected)).part()
        })
    }
}

/// The clash to report when several conditions failed at once. A stored answer explains all the
/// others: the same request has already been carried out. Otherwise the first one is reported.
fn telling(clashes: &[Clash], failed: &[usize]) -> Clash {
    let mut failed = failed.iter().filter_map(|position| clashes.get(*position)).copied();
    let first = failed.next().unwrap_or(Clash::Version);
    if failed.any(|clash| clash == Clash::Answer) { Clash::Answer } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_given_before_explains_every_other_clash() {
        let clashes = [Clash::Version, Clash::Slot, Clash::Access, Clash::Answer];
        assert_eq!(telling(&clashes, &[0, 1, 3]), Clash::Answer);
        assert_eq!(telling(&clashes, &[3]), Clash::Answer);
        assert_eq!(telling(&clashes, &[1, 2]), Clash::Slot);
    }
}
