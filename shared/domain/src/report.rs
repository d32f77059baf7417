//! Report: the specialist's review, the opinion in versions, its release, and what came of it.

use crate::casework::ensure;
use crate::consent::Scope;
use crate::ids::{ConcernId, DoctorId, DocumentId, QuestionId, SheetId};
use crate::records::Use;
use crate::refusal::Gate;
use crate::scheduling::Mode;
use crate::{Actor, Case};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Versions of a report, at most.
pub const VERSIONS_MAX: u32 = 20;
/// Urgent concerns that may stand open at once.
pub const CONCERNS_MAX: usize = 10;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    pub reviewed: Option<Reviewed>,
    pub concerns: Vec<Concern>,
    pub versions: Vec<Version>,
    pub released: Option<Released>,
    /// The version that was released first: a fee falls due with it, and with no later one.
    pub first_released: Option<u32>,
    pub read: Option<Timestamp>,
    pub sent_to: Vec<Recipient>,
    pub followed_up: Option<Timestamp>,
}

/// An urgent concern that nobody has answered yet; its words are in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    pub concern: ConcernId,
    pub sheet: SheetId,
    pub at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    pub mode: Option<Mode>,
    pub at: Timestamp,
}

/// One version of the report. A new version never replaces an old one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    pub version: u32,
    pub sheet: SheetId,
    /// The file that came with it, if one was uploaded.
    pub document: Option<DocumentId>,
    pub answered: BTreeSet<QuestionId>,
    pub findings: FindingsState,
    pub call: CallBefore,
    pub at: Timestamp,
    pub returned: Option<SheetId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Released {
    pub version: u32,
    pub at: Timestamp,
}

/// What the opinion says of a diagnosis or a treatment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    Confirmed,
    Clarified,
    Changed,
    CannotBeDetermined,
}

/// How much the opinion changes for the member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Impact {
    None,
    Minor,
    Moderate,
    Major,
}

/// The structured findings. They are sealed; the log only knows whether they are whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    pub diagnosis: Option<Finding>,
    pub treatment: Option<Finding>,
    pub impact: Impact,
}

/// Whether the member is offered a call before the report is released. It is all that the log
/// knows of how much the opinion changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallBefore {
    Needed,
    NotNeeded,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingsState {
    Whole,
    Partial,
}

impl Findings {
    /// A major change is not read alone.
    pub fn call_before(&self) -> CallBefore {
        if self.impact == Impact::Major { CallBefore::Needed } else { CallBefore::NotNeeded }
    }

    pub fn state(&self) -> FindingsState {
        let whole = self.diagnosis.is_some() && self.treatment.is_some();
        if whole { FindingsState::Whole } else { FindingsState::Partial }
    }
}

/// Whom the member sent the report on to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recipient {
    PrimaryConsultant(DoctorId),
    Gp,
}

/// The member's answers when asked afterwards, as codes; their words are in the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Followed {
    Yes,
    Partly,
    No,
    NotYet,
}

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Event {
    Reviewed {
        mode: Option<Mode>,
        sheet: Option<SheetId>,
    },
    UrgentConcernRaised {
        concern: ConcernId,
        sheet: SheetId,
    },
    UrgentConcernAnswered {
        concern: ConcernId,
        sheet: SheetId,
    },
    Drafted {
        sheet: SheetId,
    },
    Uploaded {
        version: u32,
        sheet: SheetId,
        document: Option<DocumentId>,
        answered: BTreeSet<QuestionId>,
        findings: FindingsState,
        call: CallBefore,
    },
    Returned {
        version: u32,
        reason: SheetId,
    },
    Released {
        version: u32,
    },
    Read {
        version: u32,
    },
    SentOn {
        version: u32,
        to: Recipient,
    },
    FollowUpAnswered {
        followed: Followed,
        sheet: Option<SheetId>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Review { mode: Option<Mode>, sheet: Option<SheetId> },
    RaiseConcern { concern: ConcernId, sheet: SheetId },
    AnswerConcern { concern: ConcernId, sheet: SheetId },
    Draft { sheet: SheetId },
    Upload(Upload),
    Return { reason: SheetId },
    Release { call: Option<CallOffered> },
    Read,
    SendOn { to: Recipient },
    AnswerFollowUp { followed: Followed, sheet: Option<SheetId> },
}

/// A version as the specialist hands it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub version: u32,
    pub sheet: SheetId,
    pub document: Option<DocumentId>,
    /// The questions that have words: an answer, or why there can be none.
    pub answered: BTreeSet<QuestionId>,
    pub findings: Findings,
}

/// The nurse offered the member a call before a major change is released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallOffered;

impl Command {
    /// The member keeps their own reading, and a follow-up may come late.
    pub(crate) fn outlives_the_end(&self) -> bool {
        matches!(self, Self::Read)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("the case has not been handed over yet")]
    NotHandedOver,
    #[error("the review is already done")]
    AlreadyReviewed,
    #[error("the case has not been reviewed yet")]
    NotReviewed,
    #[error("there is no such open concern")]
    NoSuchConcern,
    #[error("there are too many already")]
    TooMany,
    #[error("the version before it is still being checked")]
    VersionPending,
    #[error("a report is handed in as the next version")]
    NotTheNextVersion,
    #[error("there is no report to check")]
    NoReport,
    #[error("that version has been returned")]
    VersionReturned,
    #[error("that version has already been released")]
    AlreadyReleased,
    #[error("a question has neither an answer nor a reason why there is none")]
    QuestionOpen,
    #[error("the findings are not whole")]
    FindingsPartial,
    #[error("the document is still being checked, or was refused")]
    DocumentNotClean,
    #[error("the consultation has not been held, nor declared unnecessary")]
    NoConsultation,
    #[error("offer the member a call before a major change is released")]
    CallNotOffered,
    #[error("no report has been released")]
    NotReleased,
    #[error("it has already been sent there")]
    AlreadySent,
    #[error("that has already been answered")]
    AlreadyAnswered,
}

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let event = match command {
        Command::Review { .. }
        | Command::RaiseConcern { .. }
        | Command::Draft { .. }
        | Command::Upload(_) => write(case, by, command)?,
        Command::AnswerConcern { concern, sheet } => {
            by.owning_nurse(case, now).map(|_| ()).or_else(|_| by.clinical_lead())?;
            let open = case.report.concerns.iter().any(|it| it.concern == concern);
            ensure(open, Refusal::NoSuchConcern)?;
            Event::UrgentConcernAnswered { concern, sheet }
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
fn write(case: &Case, by: &Actor, command: Command) -> Result<Event, crate::Refusal> {
    by.chosen_specialist(case)?;
    case.consented_to(Scope::Show)?;
    ensure(case.records.handed_over.is_some(), Refusal::NotHandedOver)?;
    match command {
        Command::Review { mode, sheet } => {
            ensure(case.report.reviewed.is_none(), Refusal::AlreadyReviewed)?;
            Ok(Event::Reviewed { mode, sheet })
        }
        Command::RaiseConcern { concern, sheet } => {
            ensure(case.report.concerns.len() < CONCERNS_MAX, Refusal::TooMany)?;
            Ok(Event::UrgentConcernRaised { concern, sheet })
        }
        Command::Draft { sheet } => Ok(Event::Drafted { sheet }),
        Command::Upload(upload) => {
            may_upload(case, by, upload.version)?;
            Ok(Event::Uploaded {
                version: upload.version,
                sheet: upload.sheet,
                document: upload.document,
                answered: upload.answered,
                findings: upload.findings.state(),
                call: upload.findings.call_before(),
            })
        }
        _ => Err(Gate::NotAllowed.into()),
    }
}

/// Whether this version may be handed in, or a file announced for it, now.
pub(crate) fn may_upload(case: &Case, by: &Actor, version: u32) -> Result<(), crate::Refusal> {
    by.chosen_specialist(case)?;
    case.consented_to(Scope::Show)?;
    ensure(case.records.handed_over.is_some(), Refusal::NotHandedOver)?;
    ensure(case.report.reviewed.is_some(), Refusal::NotReviewed)?;
    let last = case.report.versions.last();
    ensure(last.is_none_or(|it| is_settled(case, it)), Refusal::VersionPending)?;
    let next = last.map_or(1, |last| last.version + 1);
    ensure(version == next && version <= VERSIONS_MAX, Refusal::NotTheNextVersion)?;
    Ok(())
}

/// A version that was returned or released: only then may the next one come.
fn is_settled(case: &Case, version: &Version) -> bool {
    let released = case.report.released.as_ref().is_some_and(|it| it.version >= version.version);
    version.returned.is_some() || released
}

fn to_check(case: &Case) -> Result<&Version, Refusal> {
    let version = case.report.versions.last().ok_or(Refusal::NoReport)?;
    ensure(version.returned.is_none(), Refusal::VersionReturned)?;
    let released = case.report.released.as_ref().is_some_and(|it| it.version == version.version);
    ensure(!released, Refusal::AlreadyReleased)?;
    Ok(version)
}

fn releasable(case: &Case, call: Option<CallOffered>) -> Result<&Version, crate::Refusal> {
    case.consented_to(Scope::Show)?;
    let version = to_check(case)?;
    let every_question =
        case.casework.questions.iter().all(|it| version.answered.contains(&it.question));
    ensure(every_question, Refusal::QuestionOpen)?;
    ensure(version.findings == FindingsState::Whole, Refusal::FindingsPartial)?;
    ensure(document_stands(case, version), Refusal::DocumentNotClean)?;
    let consulted = case.scheduling.held.is_some() || case.scheduling.not_needed.is_some();
    ensure(consulted, Refusal::NoConsultation)?;
    ensure(version.call == CallBefore::NotNeeded || call.is_some(), Refusal::CallNotOffered)?;
    Ok(version)
}

/// A version without a file is whole; one with a file needs that file clean, of this case and for this version.
fn document_stands(case: &Case, version: &Version) -> bool {
    let Some(id) = &version.document else {
        return true;
    };
    let meant = Use::Report { version: version.version };
    case.records.is_clean_for(id, &meant)
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

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let facts = &mut case.report;
    match event {
        Event::Reviewed { mode, .. } => facts.reviewed = Some(Reviewed { mode: *mode, at }),
        Event::UrgentConcernRaised { concern, sheet } => {
            facts.concerns.push(Concern { concern: concern.clone(), sheet: sheet.clone(), at });
        }
        Event::UrgentConcernAnswered { concern, .. } => {
            facts.concerns.retain(|open| open.concern != *concern);
        }
        Event::Drafted { .. } => {}
        Event::Uploaded { version, sheet, document, answered, findings, call } => {
            facts.versions.push(Version {
                version: *version,
                sheet: sheet.clone(),
                document: document.clone(),
                answered: answered.clone(),
                findings: *findings,
                call: *call,
                at,
                returned: None,
            });
        }
        Event::Returned { version, reason } => {
            if let Some(returned) = facts.versions.iter_mut().find(|it| it.version == *version) {
                returned.returned = Some(reason.clone());
            }
        }
        Event::Released { version } => {
            facts.first_released = facts.first_released.or(Some(*version));
            facts.released = Some(Released { version: *version, at });
        }
        Event::Read { .. } => facts.read = facts.read.or(Some(at)),
        Event::SentOn { to, .. } => facts.sent_to.push(to.clone()),
        Event::FollowUpAnswered { .. } => facts.followed_up = Some(at),
    }
}
