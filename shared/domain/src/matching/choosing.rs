//! The choice, the acceptance, and what takes them back. Each asks again whether the specialist is
//! eligible now, and keeps what the person who said yes was shown.

use super::{Event, Refusal, ReplacedFor, Yes, bar};
use crate::calendar::london;
use crate::case::ending::cancelled_if_to_come;
use crate::casework::Outlook;
use crate::consent::Scope;
use crate::directory::Specialist;
use crate::due::{Slipped, outlook, outlook_with, slipped};
use crate::ids::SheetId;
use crate::refusal::ensure;
use crate::{Actor, Case};
use jiff::Timestamp;

pub(super) fn choose(
    case: &Case,
    by: &Actor,
    specialist: &Specialist,
    shown: Outlook,
    reason: Option<SheetId>,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.member_or_nurse(case, now)?;
    case.consented_to(Scope::Show)?;
    let offer = case.matching.offer.as_ref().ok_or(Refusal::NoOffer)?;
    ensure(case.matching.chosen.is_none(), Refusal::AlreadyChosen)?;
    ensure(offer.of(&specialist.id).is_some(), Refusal::NotOffered)?;
    is_eligible(case, specialist, now)?;
    let shown = chosen_for(shown, outlook_with(case, specialist, now), reason.as_ref())?;
    Ok(Event::SpecialistChosen { specialist: specialist.id.clone(), shown, reason })
}

pub(super) fn keep(
    case: &Case,
    by: &Actor,
    shown: Outlook,
    reason: Option<SheetId>,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.member_or_nurse(case, now)?;
    case.consented_to(Scope::Show)?;
    let chosen = case.matching.chosen.as_ref().ok_or(Refusal::NotChosen)?;
    ensure(chosen.asked_again.is_some(), Refusal::NotAskedAgain)?;
    let shown = chosen_for(shown, outlook(case, now), reason.as_ref())?;
    Ok(Event::ChoiceKept { shown, reason })
}

/// Before a choice, or in its place: until the hand-over the member may think again.
pub(super) fn ask_for_more(
    case: &Case,
    by: &Actor,
    reason: Option<SheetId>,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    by.member_or_nurse(case, now)?;
    ensure(case.records.handed_over.is_none(), Refusal::AlreadyHandedOver)?;
    let asked = Event::MoreAskedFor { reason }.into();
    let Some(chosen) = &case.matching.chosen else {
        ensure(case.matching.offer.is_some(), Refusal::NoOffer)?;
        return Ok(vec![asked]);
    };
    let (specialist, why) = (chosen.specialist.clone(), ReplacedFor::MembersWish);
    Ok(vec![asked, Event::SpecialistReplaced { specialist, why }.into()])
}

pub(super) fn accept(
    case: &Case,
    by: &Actor,
    specialist: &Specialist,
    shown: Outlook,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    let chosen = by.chosen_specialist(case)?;
    case.consented_to(Scope::Show)?;
    ensure(case.matching.accepted().is_none(), Refusal::AlreadyAccepted)?;
    ensure(chosen == &specialist.id, Refusal::NotOffered)?;
    is_eligible(case, specialist, now)?;
    let shown = said_to(shown, outlook(case, now))?;
    Ok(Event::SpecialistAccepted { specialist: chosen.clone(), shown })
}

/// Until the case is in their hands a specialist may also take their yes back.
pub(super) fn decline(
    case: &Case,
    by: &Actor,
    reason: Option<SheetId>,
) -> Result<Event, crate::Refusal> {
    let specialist = by.chosen_specialist(case)?.clone();
    ensure(case.records.handed_over.is_none(), Refusal::AlreadyHandedOver)?;
    Ok(Event::SpecialistDeclined { specialist, reason })
}

/// At any time before the report. An appointment with them goes with them.
pub(super) fn replace(
    case: &Case,
    by: &Actor,
    why: ReplacedFor,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    by.owning_nurse(case, now).map(|_| ()).or_else(|_| by.clinical_lead())?;
    let chosen = case.matching.chosen.as_ref().ok_or(Refusal::NotChosen)?;
    ensure(case.report.released.is_none(), Refusal::AlreadyReported)?;
    let specialist = chosen.specialist.clone();
    let replaced = Event::SpecialistReplaced { specialist, why }.into();
    Ok([replaced].into_iter().chain(cancelled_if_to_come(case, now)).collect())
}

pub(super) fn ask_again(
    case: &Case,
    by: &Actor,
    yes: Yes,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.clock()?;
    let chosen = case.matching.chosen.as_ref().ok_or(Refusal::NotChosen)?;
    let slipped_yes = slipped(case, now).into_iter().any(|slip| slip == Slipped::Matching(yes));
    ensure(slipped_yes, Refusal::NotAskedAgain)?;
    Ok(Event::AskedAgain { specialist: chosen.specialist.clone(), yes })
}

fn is_eligible(case: &Case, specialist: &Specialist, now: Timestamp) -> Result<(), Refusal> {
    let barred = bar(case, specialist, london(now).date());
    ensure(barred.is_none(), Refusal::NoLongerEligible)
}

/// A yes is given to what was shown: it does not count for a later finish, nor for another safe date. What is
/// expected is kept, not what a form sent: a yes to any day at all would never slip.
fn said_to(shown: Outlook, expected: Option<Outlook>) -> Result<Outlook, Refusal> {
    expected.filter(|expected| shown.covers(*expected)).ok_or(Refusal::FinishMoved)
}

/// The same of a choice: a finish after the latest safe date is chosen only with a reason.
fn chosen_for(
    shown: Outlook,
    expected: Option<Outlook>,
    reason: Option<&SheetId>,
) -> Result<Outlook, Refusal> {
    let expected = said_to(shown, expected)?;
    ensure(!expected.is_late() || reason.is_some(), Refusal::ReasonNeeded)?;
    Ok(expected)
}
