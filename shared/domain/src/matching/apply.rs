//! What the events of matching make known of a case.

use super::{Accepted, Chosen, Event, Offer, Yes};
use crate::casework::Outlook;
use crate::ids::SpecialistId;
use crate::{Case, Party};
use jiff::Timestamp;

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let facts = &mut case.matching;
    match event {
        Event::OfferMade { specialists } => {
            facts.offer = Some(Offer { specialists: specialists.clone(), at });
        }
        Event::SpecialistChosen { specialist, shown, .. } => choose(case, specialist, *shown, at),
        Event::ChoiceKept { shown, .. } => {
            if let Some(chosen) = &mut facts.chosen {
                chosen.shown = *shown;
                chosen.asked_again = None;
            }
        }
        Event::MoreAskedFor { .. } | Event::OfferWithdrawn => facts.offer = None,
        Event::SpecialistAccepted { shown, .. } => {
            if let Some(chosen) = &mut facts.chosen {
                chosen.accepted = Some(Accepted { at, shown: *shown });
            }
        }
        Event::SpecialistDeclined { specialist, .. }
        | Event::SpecialistReplaced { specialist, .. } => set_aside(case, specialist),
        Event::AskedAgain { yes, .. } => {
            if let Some(chosen) = &mut facts.chosen {
                match yes {
                    Yes::Choice => chosen.asked_again = Some(at),
                    Yes::Acceptance => {
                        chosen.accepted = None;
                        chosen.brief_since = at;
                    }
                }
            }
        }
    }
}

fn choose(case: &mut Case, specialist: &SpecialistId, shown: Outlook, at: Timestamp) {
    let offer = case.matching.offer.as_ref();
    case.matching.chosen = offer.and_then(|offer| offer.of(specialist)).map(|offered| Chosen {
        specialist: specialist.clone(),
        offered: offered.clone(),
        at,
        shown,
        asked_again: None,
        brief_since: at,
        accepted: None,
    });
}

/// What the next specialist does is theirs from the hand-over on. An urgent concern stays.
fn set_aside(case: &mut Case, specialist: &SpecialistId) {
    case.matching.set_aside.push(specialist.clone());
    case.matching.chosen = None;
    case.matching.offer = None;
    case.records.handed_over = None;
    case.report.pass_on();
    case.scheduling.appointment = None;
    case.scheduling.held = None;
    case.scheduling.not_needed = None;
    case.access.end_for(Party::Specialist(specialist.clone()));
}
