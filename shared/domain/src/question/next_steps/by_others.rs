//! What the clinical lead, the member, their doctors and the specialist do.

use super::{Need, NextStep, What};
use crate::Case;
use crate::consent::{NEEDED, Scope};
use crate::due::{Step, WaitsFor, lapses_at};
use crate::records::Asked;
use crate::referral::Address;
use jiff::Timestamp;

pub(super) fn clinical_lead(case: &Case) -> Option<NextStep> {
    let since = case.records.needs_decision_since()?;
    case.standing_consent().ok()?;
    let decide = NextStep::new(WaitsFor::ClinicalLead, What::DecideGoAhead, Need::Must);
    Some(decide.promised(case, Step::DecideGoAhead, since))
}

pub(super) fn member(case: &Case) -> Vec<NextStep> {
    let must = |what| NextStep::new(WaitsFor::Member, what, Need::Must);
    let private = case.access.address == Address::Private;
    if case.consent.given.is_none() {
        let asked = case.casework.introduced.filter(|_| private);
        let give = asked.map(|_| NextStep { due: lapses_at(case), ..must(What::GiveConsent) });
        return give.into_iter().collect();
    }
    let mut steps: Vec<NextStep> = narrowed(case).into_iter().collect();
    steps.extend(choice(case));
    if let Some(released) = &case.report.released {
        let follow_up = case.report.followed_up.is_none();
        let read = case.report.read.is_none().then(|| must(What::ReadReport));
        let answer = follow_up.then(|| must(What::AnswerFollowUp));
        let due = |step: NextStep| step.promised(case, Step::FollowUp, released.at);
        steps.extend(read.into_iter().chain(answer).map(due));
    }
    steps
}

/// Without these two the pathway does not go on; a nurse may talk with the member about it.
fn narrowed(case: &Case) -> Option<NextStep> {
    let before_report = case.report.released.is_none();
    let narrowed = before_report && !missing_scopes(case).is_empty();
    narrowed.then(|| NextStep::new(WaitsFor::Member, What::AllowMore, Need::Must))
}

/// What the pathway still needs and the consent that stands does not allow. Records that are complete need no more
/// collecting.
pub fn missing_scopes(case: &Case) -> Vec<Scope> {
    let Some(consent) = case.consent.standing() else {
        return Vec::new();
    };
    let collected = case.records.complete.is_some();
    let is_needed = |scope: &Scope| !(collected && *scope == Scope::Collect);
    let lacks = |scope: &Scope| !consent.scopes.contains(scope);
    NEEDED.into_iter().filter(is_needed).filter(lacks).collect()
}

fn choice(case: &Case) -> Option<NextStep> {
    case.consented_to(Scope::Show).ok()?;
    let facts = &case.matching;
    let (what, since) = match &facts.chosen {
        Some(chosen) => (What::KeepChoice, chosen.asked_again?),
        None => (What::ChooseSpecialist, facts.offer.as_ref()?.at),
    };
    let step = NextStep::new(WaitsFor::Member, what, Need::Must);
    Some(step.promised(case, Step::Choose, since))
}

pub(super) fn doctors(case: &Case) -> Vec<NextStep> {
    if case.consented_to(Scope::Collect).is_err() {
        return Vec::new();
    }
    case.records.treating().flat_map(|asked| of_doctor(case, asked)).collect()
}

fn of_doctor(case: &Case, asked: &Asked) -> Vec<NextStep> {
    let facts = &case.records;
    let waits = facts.handed_over.is_none();
    let needed = if facts.go_ahead() { Need::Can } else { Need::Must };
    let step = |what, need| {
        let step = NextStep::new(WaitsFor::PrimaryConsultant, what, need).of(&asked.doctor);
        step.promised(case, Step::Records, asked.at)
    };
    let answer = asked.answer.is_none() && waits;
    let answer = answer.then(|| step(What::GiveGoAhead, needed));
    let send = (!facts.every_item_answered()).then(|| step(What::SendRecords, Need::Must));
    answer.into_iter().chain(send).collect()
}

pub(super) fn specialist(case: &Case, now: Timestamp) -> Vec<NextStep> {
    let Some(chosen) = case.matching.chosen.as_ref() else {
        return Vec::new();
    };
    if case.consented_to(Scope::Show).is_err() {
        return Vec::new();
    }
    let step = |what, need, promise, since| {
        NextStep::new(WaitsFor::Specialist, what, need).promised(case, promise, since)
    };
    let Some(handed_over) = case.records.handed_over else {
        let asked = chosen.accepted.is_none();
        let accept = || step(What::AcceptCase, Need::Must, Step::Accept, chosen.brief_since);
        return asked.then(accept).into_iter().collect();
    };
    let Some(reviewed) = &case.report.reviewed else {
        return vec![step(What::ReviewCase, Need::Must, Step::Review, handed_over)];
    };
    consultation(case, now).into_iter().chain(report(case, reviewed.at)).collect()
}

fn consultation(case: &Case, now: Timestamp) -> Option<NextStep> {
    let facts = &case.scheduling;
    if facts.held.is_some() || facts.not_needed.is_some() {
        return None;
    }
    let step = |what, need| NextStep::new(WaitsFor::Specialist, what, need);
    match &facts.appointment {
        None => Some(step(What::SayNotNeeded, Need::Can)),
        Some(booked) if booked.slot.starts <= now => {
            let due = Some(booked.slot.ends());
            Some(NextStep { due, ..step(What::NoteConsultation, Need::Must) })
        }
        Some(_) => None,
    }
}

/// A version that was returned or released lets the next one come.
fn report(case: &Case, reviewed: Timestamp) -> Option<NextStep> {
    let facts = &case.report;
    let last = facts.last_version();
    let waits = last.is_none_or(|version| version.returned.is_some());
    let consulted = case.scheduling.held.or(case.scheduling.not_needed);
    let need = if consulted.is_some() { Need::Must } else { Need::Can };
    let step = NextStep::new(WaitsFor::Specialist, What::HandInReport, need);
    let since = consulted.unwrap_or(reviewed);
    let unreleased = facts.released.is_none();
    (waits && unreleased).then(|| step.promised(case, Step::Report, since))
}
