//! Consent: what the member allows, given, amended, and taken back.

use crate::case::Ending;
use crate::ids::{DocumentId, SheetId};
use crate::records::Use;
use crate::referral::{Address, AgeBand};
use crate::refusal::Gate;
use crate::{Actor, Case, access};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The versions of the statement that were ever shown, newest last. An old one still renders as it was signed.
pub const STATEMENTS: &[Statement] =
    &[Statement { version: 1, text: include_str!("consent/statement-1.txt") }];

/// A version of what the member reads before signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    pub version: u32,
    pub text: &'static str,
}

pub fn current_statement() -> &'static Statement {
    STATEMENTS.last().expect("there is at least one statement")
}

/// One thing that the member may allow, each its own yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Ask the treating doctors for records.
    Collect,
    /// Show them to the chosen specialist.
    Show,
    /// Send the report to the treating doctors.
    ReportToDoctors,
    /// Send the report to the GP.
    ReportToGp,
}

/// Who signs, and by what right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signatory {
    Member,
    /// A person with parental responsibility, for someone under 16.
    Parent,
    /// A representative of someone without capacity to decide this.
    Representative,
}

/// How the consent reached us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// Typed in a session of the member's own.
    Signed,
    /// On paper or by phone, recorded by the nurse with its scan.
    Recorded { scan: DocumentId },
}

/// A consent cannot be built without its statement, scopes, signatory and signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub signatory: Signatory,
    pub statement: u32,
    /// SHA-256 of the statement's text, in hex: it proves which words were shown.
    pub statement_hash: String,
    pub scopes: BTreeSet<Scope>,
    pub signature: SheetId,
    pub way: Way,
    pub at: Timestamp,
}

/// The member has been told that treatment may be delayed. Made only where they say so themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DelayAcknowledged;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    pub consent: Option<Consent>,
    pub withdrawn: Option<Timestamp>,
    pub reminders: u32,
}

impl Facts {
    pub fn standing(&self) -> Option<&Consent> {
        if self.withdrawn.is_some() { None } else { self.consent.as_ref() }
    }
}

#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumCount,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Event {
    Given {
        signatory: Signatory,
        statement: u32,
        statement_hash: String,
        scopes: BTreeSet<Scope>,
        signature: SheetId,
    },
    Recorded {
        signatory: Signatory,
        statement: u32,
        statement_hash: String,
        scopes: BTreeSet<Scope>,
        signature: SheetId,
        scan: DocumentId,
    },
    Amended {
        scopes: BTreeSet<Scope>,
        signature: SheetId,
    },
    Declined {
        reason: Option<SheetId>,
    },
    Reminded {
        reminder: u32,
    },
    Lapsed,
    Withdrawn {
        reason: Option<SheetId>,
    },
}

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    pub signatory: Signatory,
    pub statement: u32,
    pub statement_hash: String,
    pub scopes: BTreeSet<Scope>,
    /// Nothing where the person did not say that they know of the delay.
    pub delay: Option<DelayAcknowledged>,
    pub signature: SheetId,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Give(Sign),
    Record { sign: Sign, scan: DocumentId },
    Amend { scopes: BTreeSet<Scope>, signature: SheetId },
    Decline { reason: Option<SheetId> },
    Remind,
    Lapse,
    Withdraw { reason: Option<SheetId> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    #[error("the introduction has not been sent yet")]
    NotIntroduced,
    #[error("consent has already been given")]
    AlreadyGiven,
    #[error("the statement has changed since it was shown; please read the new one")]
    StatementChanged,
    #[error("please confirm that you know treatment may be delayed")]
    DelayNotAcknowledged,
    #[error("please allow us at least to ask for your records, or to show yours to the specialist")]
    NothingAllowed,
    #[error("only the member can allow more than they have signed")]
    OnlyTheMemberAllowsMore,
    #[error("a person with parental responsibility signs for someone under 16")]
    ParentNeeded,
    #[error("only someone under 16 is signed for by a parent")]
    NotAChild,
    #[error("the scanned form is not here yet, or is still being checked")]
    ScanNotClean,
    #[error("nothing has been given that could be withdrawn; you can decline instead")]
    NothingToWithdraw,
    #[error("it is not yet time")]
    NotDue,
}

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let event = match command {
        Command::Give(sign) => {
            by.member()?;
            may_sign(case, &sign)?;
            given(sign)
        }
        Command::Record { sign, scan } => {
            by.owning_nurse(case, now)?;
            may_sign(case, &sign)?;
            if !case.records.is_clean_for(&scan, &Use::ConsentScan) {
                return Err(Refusal::ScanNotClean.into());
            }
            recorded(sign, scan)
        }
        Command::Amend { scopes, signature } => {
            by.member_or_nurse(case, now)?;
            may_amend(case, by, &scopes)?;
            Event::Amended { scopes, signature }
        }
        Command::Decline { reason } => {
            by.member_or_nurse(case, now)?;
            not_yet_given(case)?;
            Event::Declined { reason }
        }
        Command::Remind => {
            by.clock()?;
            falls_due(crate::clock::next_reminder(case), now)?;
            Event::Reminded { reminder: case.consent.reminders + 1 }
        }
        Command::Lapse => {
            by.clock()?;
            falls_due(crate::clock::lapses_at(case), now)?;
            Event::Lapsed
        }
        Command::Withdraw { reason } => {
            by.member_or_nurse(case, now)?;
            case.standing_consent().map_err(|_| Refusal::NothingToWithdraw)?;
            Event::Withdrawn { reason }
        }
    };
    Ok(vec![event.into()])
}

fn given(sign: Sign) -> Event {
    let Sign { signatory, statement, statement_hash, scopes, signature, .. } = sign;
    Event::Given { signatory, statement, statement_hash, scopes, signature }
}

fn recorded(sign: Sign, scan: DocumentId) -> Event {
    let Sign { signatory, statement, statement_hash, scopes, signature, .. } = sign;
    Event::Recorded { signatory, statement, statement_hash, scopes, signature, scan }
}

fn may_sign(case: &Case, sign: &Sign) -> Result<(), crate::Refusal> {
    not_yet_given(case)?;
    let received = case.received.as_ref().ok_or(Gate::NoSuchCase)?;
    if case.casework.introduced.is_none() {
        return Err(Refusal::NotIntroduced.into());
    }
    if case.access.address == Address::AtClient {
        return Err(access::Refusal::AddressAtClient.into());
    }
    if sign.statement != current_statement().version {
        return Err(Refusal::StatementChanged.into());
    }
    if sign.delay.is_none() {
        return Err(Refusal::DelayNotAcknowledged.into());
    }
    if !sign.scopes.contains(&Scope::Collect) && !sign.scopes.contains(&Scope::Show) {
        return Err(Refusal::NothingAllowed.into());
    }
    match (received.age, sign.signatory) {
        (AgeBand::Under16, Signatory::Member) => Err(Refusal::ParentNeeded.into()),
        (AgeBand::Under16, _) | (_, Signatory::Member | Signatory::Representative) => Ok(()),
        (_, Signatory::Parent) => Err(Refusal::NotAChild.into()),
    }
}

/// The member may change what they allow, from an address of their own. A nurse, on the member's
/// word, may only take away: more needs the member's own signature.
fn may_amend(case: &Case, by: &Actor, scopes: &BTreeSet<Scope>) -> Result<(), crate::Refusal> {
    let standing = case.standing_consent()?;
    if matches!(by, Actor::Nurse(_)) && !scopes.is_subset(&standing.scopes) {
        return Err(Refusal::OnlyTheMemberAllowsMore.into());
    }
    if matches!(by, Actor::Member) && case.access.address == Address::AtClient {
        return Err(access::Refusal::AddressAtClient.into());
    }
    Ok(())
}

fn not_yet_given(case: &Case) -> Result<(), Refusal> {
    if case.consent.consent.is_some() { Err(Refusal::AlreadyGiven) } else { Ok(()) }
}

fn falls_due(at: Option<Timestamp>, now: Timestamp) -> Result<(), Refusal> {
    if at.is_some_and(|at| at <= now) { Ok(()) } else { Err(Refusal::NotDue) }
}

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    match event {
        Event::Given { signatory, statement, statement_hash, scopes, signature } => {
            case.consent.consent = Some(Consent {
                signatory: *signatory,
                statement: *statement,
                statement_hash: statement_hash.clone(),
                scopes: scopes.clone(),
                signature: signature.clone(),
                way: Way::Signed,
                at,
            });
        }
        Event::Recorded { signatory, statement, statement_hash, scopes, signature, scan } => {
            case.consent.consent = Some(Consent {
                signatory: *signatory,
                statement: *statement,
                statement_hash: statement_hash.clone(),
                scopes: scopes.clone(),
                signature: signature.clone(),
                way: Way::Recorded { scan: scan.clone() },
                at,
            });
        }
        Event::Amended { scopes, signature } => {
            if let Some(consent) = &mut case.consent.consent {
                consent.scopes.clone_from(scopes);
                consent.signature = signature.clone();
            }
        }
        Event::Reminded { reminder } => case.consent.reminders = *reminder,
        Event::Declined { .. } => case.end(Ending::Declined, at),
        Event::Lapsed => case.end(Ending::Lapsed, at),
        Event::Withdrawn { .. } => {
            case.consent.withdrawn = Some(at);
            case.end(Ending::Withdrawn, at);
        }
    }
}
