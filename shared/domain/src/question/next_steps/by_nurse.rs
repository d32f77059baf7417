//! What the nurse does, on the pathway and beside it.

use super::{Need, NextStep, What};
use crate::calendar::london;
use crate::casework::DoctorAddress;
use crate::consent::Scope;
use crate::due::{Step, WaitsFor, slipped};
use crate::question::{TaskKind, tasks};
use crate::referral::Address;
use crate::{Case, Party};
use jiff::Timestamp;

/// What comes up whatever the stage, also after the end.
pub(super) fn beside_the_pathway(case: &Case) -> Vec<NextStep> {
    tasks(case).into_iter().flat_map(|task| steps_of(case, &task.kind, task.due)).collect()
}

fn steps_of(case: &Case, task: &TaskKind, due: Timestamp) -> Vec<NextStep> {
    let by = |by: WaitsFor, what: What| NextStep {
        due: Some(due),
        ..NextStep::new(by, what, Need::Must)
    };
    let nurse = |what: What| vec![by(WaitsFor::Nurse, what)];
    match task {
        TaskKind::MailStopped(Party::Member) => nurse(What::CorrectContact),
        TaskKind::MailStopped(Party::PrimaryConsultant(doctor) | Party::Secretary(doctor)) => {
            nurse(What::CorrectDoctor).into_iter().map(|step| step.of(doctor)).collect()
        }
        // No letter reaches them any more: before the report somebody else has to take the case.
        TaskKind::MailStopped(Party::Specialist(_)) if case.report.released.is_none() => {
            nurse(What::ReplaceSpecialist)
        }
        // Their address is in the directory, not in the case.
        TaskKind::Reach(_) | TaskKind::MailStopped(Party::Specialist(_)) => nurse(What::Phone),
        TaskKind::ConfirmPrivateContact => nurse(What::ConfirmPrivateContact),
        TaskKind::AnswerComplaint(_) => nurse(What::AnswerComplaint),
        TaskKind::ConfirmSignature => nurse(What::ConfirmSignature),
        TaskKind::MissingPapers => nurse(What::NoteNotAvailable),
        TaskKind::AnswerConcern => [WaitsFor::Nurse, WaitsFor::ClinicalLead]
            .map(|who| by(who, What::AnswerConcern))
            .to_vec(),
    }
}

pub(super) fn on_the_pathway(case: &Case, now: Timestamp) -> Vec<NextStep> {
    let received = case.received.as_ref().map_or(now, |received| received.at);
    if case.casework.nurse.is_none() {
        return vec![must(What::AssignNurse).promised(case, Step::Introduce, received)];
    }
    let paused = case.casework.pause.is_some().then(|| must(What::ResumeCase));
    let mut steps: Vec<NextStep> = paused.into_iter().collect();
    if case.consent.given.is_none() {
        steps.extend(before_consent(case, received));
        return steps;
    }
    steps.extend(understanding(case));
    steps.extend(asking(case));
    steps.extend(matching(case));
    steps.extend(handing_over(case, now));
    steps.extend(consulting(case, now));
    steps.extend(reporting(case));
    steps
}

fn before_consent(case: &Case, received: Timestamp) -> Vec<NextStep> {
    if case.casework.introduced.is_none() {
        return vec![must(What::SendIntroduction).promised(case, Step::Introduce, received)];
    }
    // The link opens nothing at the employer; whoever knows another address may enter it.
    let at_client = case.access.address == Address::AtClient && case.access.offered.is_none();
    let correct = if at_client { must(What::CorrectContact) } else { can(What::CorrectContact) };
    vec![correct]
}

/// What the nurse learns from the member, in the order in which it is needed.
fn understanding(case: &Case) -> Vec<NextStep> {
    let facts = &case.casework;
    let treated = facts.doctors.iter().any(|doctor| facts.is_treating(&doctor.doctor));
    let missing = [
        (facts.needs.is_none(), What::RecordNeeds),
        (facts.questions.is_empty(), What::AddQuestion),
        (facts.dates.is_none(), What::SetDates),
        (!treated, What::NameDoctor),
    ];
    let since = case.consent.given.as_ref().map(|consent| consent.at).unwrap_or_default();
    let step = |what| must(what).promised(case, Step::Understand, since);
    missing.into_iter().filter(|(missing, _)| *missing).map(|(_, what)| step(what)).collect()
}

/// Somebody must be asked; others named can be.
fn asking(case: &Case) -> Vec<NextStep> {
    if case.consented_to(Scope::Collect).is_err() {
        return Vec::new();
    }
    let facts = &case.casework;
    let someone_asked = case.records.treating().next().is_some();
    let unasked = facts.doctors.iter().filter(|doctor| {
        facts.is_treating(&doctor.doctor) && case.records.asked_of(&doctor.doctor).is_none()
    });
    let step = |what| if someone_asked { can(what) } else { must(what) };
    let ask = unasked.map(|doctor| match doctor.address {
        DoctorAddress::Verified => step(What::AskForRecords).of(&doctor.doctor),
        DoctorAddress::Unverified => step(What::CorrectDoctor).of(&doctor.doctor),
    });
    ask.chain(completing(case)).collect()
}

fn completing(case: &Case) -> Vec<NextStep> {
    let facts = &case.records;
    if facts.complete.is_some() || facts.checklist.is_empty() {
        return Vec::new();
    }
    if facts.every_item_answered() {
        vec![must(What::CompleteRecords)]
    } else {
        vec![can(What::NoteNotAvailable)]
    }
}

fn matching(case: &Case) -> Vec<NextStep> {
    let facts = &case.matching;
    let allowed = case.consented_to(Scope::Show).is_ok();
    let ready = allowed && case.casework.needs.is_some() && !case.casework.doctors.is_empty();
    match &facts.chosen {
        None if facts.offer.is_some() => {
            allowed.then(|| can(What::ChooseForMember)).into_iter().collect()
        }
        None if ready => {
            let since = case.casework.needs.as_ref().map(|needs| needs.at).unwrap_or_default();
            vec![must(What::OfferSpecialists).promised(case, Step::Offer, since)]
        }
        Some(_) if case.report.released.is_none() => vec![can(What::ReplaceSpecialist)],
        Some(_) | None => Vec::new(),
    }
}

/// Only when every gate is open.
fn handing_over(case: &Case, now: Timestamp) -> Option<NextStep> {
    let facts = &case.records;
    let complete = facts.complete.filter(|_| facts.handed_over.is_none())?;
    let in_date = facts.out_of_date(london(now).date()).next().is_none();
    let choice = case.matching.accepted().is_some() && !case.matching.awaits_choice();
    let open = choice
        && in_date
        && facts.go_ahead()
        && case.consented_to(Scope::Show).is_ok()
        && case.casework.pause.is_none()
        && slipped(case, now).is_empty();
    open.then(|| must(What::HandOver).promised(case, Step::HandOver, complete))
}

fn consulting(case: &Case, now: Timestamp) -> Vec<NextStep> {
    let facts = &case.scheduling;
    let consulted = facts.held.is_some() || facts.not_needed.is_some();
    let Some(reviewed) = case.report.reviewed.as_ref().filter(|_| !consulted) else {
        return Vec::new();
    };
    if case.consented_to(Scope::Show).is_err() || case.is_decided().is_err() {
        return Vec::new();
    }
    match &facts.appointment {
        None => vec![
            must(What::BookAppointment).promised(case, Step::Book, reviewed.at),
            can(What::SayNotNeeded),
        ],
        Some(booked) if booked.slot.starts <= now => vec![must(What::NoteConsultation)],
        Some(_) => vec![can(What::MoveAppointment)],
    }
}

fn reporting(case: &Case) -> Vec<NextStep> {
    let facts = &case.report;
    let last = facts.last_version();
    let released = facts.released.as_ref();
    let to_check = last.filter(|version| {
        version.returned.is_none()
            && released.is_none_or(|released| released.version < version.version)
    });
    let check = to_check.filter(|_| case.is_decided().is_ok());
    let check =
        check.map(|version| must(What::CheckReport).promised(case, Step::Release, version.at));
    let close = facts.followed_up.map(|_| must(What::CloseCase));
    check.into_iter().chain(close).collect()
}

fn must(what: What) -> NextStep {
    NextStep::new(WaitsFor::Nurse, what, Need::Must)
}

fn can(what: What) -> NextStep {
    NextStep::new(WaitsFor::Nurse, what, Need::Can)
}
