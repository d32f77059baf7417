//! What is opened again when a doctor is named or corrected, or when another specialty is needed: the
//! offer, the choice and the completeness that rested on it.

use crate::matching::{self, ReplacedFor, bar_by_case};
use crate::records::{self, ReopenedFor};
use crate::{Case, Event};

/// Asked of the case as it will be. Nothing after the hand-over: what would be opened then is refused.
pub(crate) fn reopened(after: &Case, why: Option<ReopenedFor>) -> Vec<Event> {
    if after.records.handed_over.is_some() {
        return Vec::new();
    }
    let complete = after.records.complete.is_some();
    let records = why.filter(|_| complete).map(|why| records::Event::Reopened { why }.into());
    matching_reopened(after).into_iter().chain(records).collect()
}

fn matching_reopened(after: &Case) -> Option<Event> {
    let facts = &after.matching;
    if let Some(chosen) = &facts.chosen {
        let (specialist, why) = (chosen.specialist.clone(), ReplacedFor::NotEligible);
        let barred = bar_by_case(after, &chosen.offered).is_some();
        return barred.then(|| matching::Event::SpecialistReplaced { specialist, why }.into());
    }
    let offered = facts.offer.as_ref()?;
    let barred = offered.specialists.iter().any(|offered| bar_by_case(after, offered).is_some());
    barred.then(|| matching::Event::OfferWithdrawn.into())
}

/// Whether the specialist in whose hands the case is may keep it.
pub(crate) fn keeps_specialist(after: &Case) -> bool {
    let in_hand = after.matching.chosen.as_ref().filter(|_| after.records.handed_over.is_some());
    in_hand.is_none_or(|chosen| bar_by_case(after, &chosen.offered).is_none())
}
