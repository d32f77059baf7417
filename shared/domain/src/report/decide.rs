//! Whether a report is written, checked, released, read and sent on.

use super::{
    CONCERNS_MAX, CallBefore, CallOffered, Command, Event, FindingsState, PHONED_MAX, Recipient,
    Refusal, Upload, Version,
};
use crate::case::may_hand_in;
use crate::consent::Scope;
use crate::ids::{DocumentId, QuestionId};
use crate::records::Use;
use crate::refusal::ensure;
use crate::{Actor, Case};
use jiff::Timestamp;
use std::collections::BTreeSet;

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let event = match command {
        Command::Review { mode, sheet } => {
            may_write(case, by)?;
            ensure(case.report.reviewed.is_none(), Refusal::AlreadyReviewed)?;
            Event::Reviewed { mode, sheet }
        }
        Command::RaiseConcern { concern, sheet } => {
            // A nurse may note what they are told by phone, whatever has become of the case.
            if by.owning_nurse(case, now).is_err() {
                may_write(case, by)?;
            }
            ensure(case.report.concerns.len() < CONCERNS_MAX, Refusal::TooMany)?;
            Event::UrgentConcernRaised { concern, sheet }
        }
        Command::Draft { sheet } => {
            may_write(case, by)?;
            Event::Drafted { sheet }
        }
        Command::Upload(upload) => hand_in(case, by, upload)?,
        Command::AnswerConcern { concern, sheet, phoned } => {
            by.owning_nurse(case, now).map(|_| ()).or_else(|_| by.clinical_lead())?;
            let open = case.report.concerns.iter().any(|raised| raised.concern == concern);
            ensure(open, Refusal::NoSuchConcern)?;
            let some = !phoned.is_empty() && phoned.iter().all(|call| call.at <= now);
            ensure(some && phoned.len() <= PHONED_MAX, Refusal::NobodyPhoned)?;
            Event::UrgentConcernAnswered { concern, sheet, phoned }
        }
        Command::Return { reason } => {
            by.owning_nurse(case, now)?;
            Event::Returned { version: to_check(case)?.version, reason }
        }
        Command::Release { call } => {
            by.owning_nurse(case, now)?;
            Event::Released { version: releasable(case, call)?.version }
        }
        Command::Read => {
            by.member()?;
            let released = case.report.released.as_ref().ok_or(Refusal::NotReleased)?;
            Event::Read { version: released.version }
        }
        Command::SendOn { to } => send_on(case, by, to)?,
        Command::AnswerFollowUp { followed, sheet } => {
            by.member()?;
            ensure(case.report.released.is_some(), Refusal::NotReleased)?;
            ensure(case.report.followed_up.is_none(), Refusal::AlreadyAnswered)?;
            Event::FollowUpAnswered { followed, sheet }
        }
    };
    Ok(vec![event.into()])
}

/// What the specialist writes, all of it only after the hand-over.
fn may_write(case: &Case, by: &Actor) -> Result<(), crate::Refusal> {
    by.chosen_specialist(case)?;
    case.consented_to(Scope::Show)?;
    Ok(ensure(case.records.handed_over.is_some(), Refusal::NotHandedOver)?)
}

/// Whole when it is handed in: what is missing is told at once, not days later by the nurse.
fn hand_in(case: &Case, by: &Actor, upload: Upload) -> Result<Event, crate::Refusal> {
    may_hand_in(case, by, upload.version)?;
    ensure(answers_every_question(case, &upload.answered), Refusal::QuestionOpen)?;
    ensure(upload.findings.state() == FindingsState::Whole, Refusal::FindingsPartial)?;
    let document = upload.document.as_ref();
    ensure(document_is_clean(case, document, upload.version), Refusal::DocumentNotClean)?;
    Ok(uploaded(upload))
}

fn answers_every_question(case: &Case, answered: &BTreeSet<QuestionId>) -> bool {
    case.casework.questions.iter().all(|asked| answered.contains(&asked.question))
}

fn uploaded(upload: Upload) -> Event {
    Event::Uploaded {
        version: upload.version,
        sheet: upload.sheet,
        document: upload.document,
        answered: upload.answered,
        findings: upload.findings.state(),
        call: upload.findings.call_before(),
    }
}

fn to_check(case: &Case) -> Result<&Version, Refusal> {
    let version = case.report.last_version().ok_or(Refusal::NoReport)?;
    ensure(version.returned.is_none(), Refusal::VersionReturned)?;
    let released =
        case.report.released.as_ref().is_some_and(|released| released.version == version.version);
    ensure(!released, Refusal::AlreadyReleased)?;
    Ok(version)
}

fn releasable(case: &Case, call: Option<CallOffered>) -> Result<&Version, crate::Refusal> {
    case.consented_to(Scope::Show)?;
    case.is_decided()?;
    let version = to_check(case)?;
    ensure(answers_every_question(case, &version.answered), Refusal::QuestionOpen)?;
    ensure(version.findings == FindingsState::Whole, Refusal::FindingsPartial)?;
    ensure(!case.records.taken_back_since(version.at), Refusal::FileTakenBack)?;
    let document = version.document.as_ref();
    ensure(document_is_clean(case, document, version.version), Refusal::DocumentNotClean)?;
    let consulted = case.scheduling.held.is_some() || case.scheduling.not_needed.is_some();
    ensure(consulted, Refusal::NoConsultation)?;
    ensure(version.call == CallBefore::NotNeeded || call.is_some(), Refusal::CallNotOffered)?;
    Ok(version)
}

/// A version without a file is whole; one with a file needs that file clean, of this case and for this version.
fn document_is_clean(case: &Case, document: Option<&DocumentId>, version: u32) -> bool {
    document.is_none_or(|id| case.records.is_clean_for(id, &Use::Report { version }))
}

fn send_on(case: &Case, by: &Actor, to: Recipient) -> Result<Event, crate::Refusal> {
    by.member()?;
    let released = case.report.released.as_ref().ok_or(Refusal::NotReleased)?;
    case.consented_to(match to {
        Recipient::PrimaryConsultant(_) => Scope::ReportToDoctors,
        Recipient::Gp => Scope::ReportToGp,
    })?;
    ensure(!case.report.sent_to.contains(&to), Refusal::AlreadySent)?;
    Ok(Event::SentOn { version: released.version, to })
}
