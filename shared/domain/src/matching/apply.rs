//! What the events of matching make known of a case.

use super::{Chosen, Event, Offer};
use crate::Case;
use jiff::Timestamp;

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let facts = &mut case.matching;
    match event {
        Event::OfferMade { specialists } => {
            facts.offer = Some(Offer { specialists: specialists.clone(), at });
        }
        Event::SpecialistChosen { specialist } => {
            facts.chosen = Some(Chosen { specialist: specialist.clone(), at, accepted: None });
        }
        Event::MoreAskedFor { .. } => facts.offer = None,
        Event::SpecialistAccepted { .. } => {
            if let Some(chosen) = &mut facts.chosen {
                chosen.accepted = Some(at);
            }
        }
        Event::SpecialistDeclined { specialist, .. } => {
            facts.declined.push(specialist.clone());
            facts.chosen = None;
            facts.offer = None;
        }
    }
}
