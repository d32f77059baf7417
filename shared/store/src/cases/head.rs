//! The head of a case as it is stored: the folded case, and a few columns derived from it for the
//! indexes. Nothing is decided by these columns.

use super::{LoadedCase, pk};
use crate::item::{Item, json, keyed, number, read_text, text, with};
use domain::Case;
use domain::calendar::london;
use domain::case::FOLD_VERSION;
use domain::due::erasable_from;
use domain::ids::CaseId;
use domain::question::{comes_first, next_wake, stage, waiting_for};
use jiff::Timestamp;
use runtime::Fault;

/// Shards of each index, so that a party with many cases does not become one hot key.
pub(super) const SHARDS: u64 = 4;
/// The owner of a case that no nurse has taken yet. No member of staff can have this id.
pub(super) const NOBODY: &str = "-";
/// Sorts a case without a due time after all the others.
pub(super) const NEVER: &str = "9999";

/// The head of a case after a change.
pub(super) fn head(after: &LoadedCase, now: Timestamp) -> Result<Item, Fault> {
    let case = &after.case;
    let waiting = waiting_for(case, now);
    let shard = shard(&case.id);
    let stage: &'static str = stage(case).into();
    let party: &'static str = waiting.party.into();
    let urgency = if comes_first(case) { '0' } else { '1' };
    let due = waiting.due.map_or_else(|| NEVER.to_owned(), |due| due.to_string());

    let mut item = keyed(pk(&case.id), "CASE");
    item = with(item, "case", text(case.id.as_str()));
    item = with(item, "version", number(case.version));
    item = with(item, "fold", number(FOLD_VERSION));
    item = with(item, "folded", json("writing a head", case)?);
    item = with(item, "chain", text(after.chain.as_str()));
    item = with(item, "member_epoch", number(case.access.member_epoch));
    item = with(item, "others_epoch", number(case.access.others_epoch));
    item = with(item, "ended_for", number(case.access.ended_for.len() as u64));
    item = with(item, "stage", text(stage));
    item = with(item, "waiting_for", text(format!("{party}#{shard}")));
    item = with(item, "due", text(format!("{urgency}#{due}#{}", case.id)));
    item = with(item, "changed_on", text(format!("{}#{shard}", london(now).date())));
    if let Some(received) = &case.received {
        item = with(item, "client", text(received.client.as_str()));
        item = with(item, "received_at", text(received.at.to_string()));
    }
    if let Some(wake) = next_wake(case) {
        item = with(item, "wake_shard", text(shard.to_string()));
        item = with(item, "wake_at", number(wake.as_second()));
    }
    if let Some(until) = erasable_from(case) {
        item = with(item, "keep_shard", text(shard.to_string()));
        item = with(item, "keep_until", number(until.as_second()));
    }
    // An urgent concern keeps even an ended case on its nurse's list.
    let listed = case.ended.is_none() || !case.report.concerns.is_empty();
    Ok(if listed { owned(item, case, shard) } else { item })
}

/// The columns of an open case: who owns it, and who covers it for them.
fn owned(mut item: Item, case: &Case, shard: u64) -> Item {
    let owner = case.casework.nurse.as_ref().map_or(NOBODY, |owner| owner.nurse.as_str());
    item = with(item, "owner", text(format!("{owner}#{shard}")));
    if let Some(cover) = &case.casework.cover {
        item = with(item, "cover", text(format!("{}#{shard}", cover.nurse)));
        item = with(item, "cover_until", number(cover.until.as_second().max(0)));
    }
    item
}

pub(super) fn case_id(doing: &'static str, item: &Item) -> Result<CaseId, Fault> {
    read_text(doing, item, "case")?
        .parse()
        .map_err(|_| Fault::broken(doing, "case is not a case id"))
}

/// Ids are random, so this spreads the cases evenly enough.
fn shard(id: &CaseId) -> u64 {
    id.as_str().bytes().map(u64::from).sum::<u64>() % SHARDS
}
