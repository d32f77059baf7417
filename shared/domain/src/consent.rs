//! Consent: what the member allows, given, amended, and taken back.

use crate::case::Ending;
use crate::ids::{DocumentId, SheetId};
use crate::records::Use;
use crate::referral::{Address, AgeBand};
use crate::refusal::Gate;
use crate::scheduling::with_cancellation;
use crate::{Actor, Case, access};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The versions of the statement that were ever shown, newest last. An old one still renders as it was signed.
pub const STATEMENTS: &[Statement] = &[
    Statement {
        version: 1,
        text: include_str!("consent/statement-1.txt"),
        hash: "e153b70f5a7f063065b417c4c1cbae7e31742ac56c341fcb174c36c71a94efdc",
    },
    Statement {
        version: 2,
        text: include_str!("consent/statement-2.txt"),
        hash: "b73c7b737168f69d70dbcac63b79913b5e57ed6cdcf7213d959c124c6d0f9090",
    },
];

/// A version of what the member reads before signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    pub version: u32,
    /// Paragraphs with an empty line between; one that begins with `# ` is a heading.
    pub text: &'static str,
    /// SHA-256 of the text, in hex: it proves which words were shown. A test keeps it true, so a
    /// text that was once shown cannot be changed, only followed by a new version.
    pub hash: &'static str,
}

/// One paragraph of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paragraph {
    Heading(&'static str),
    Text(&'static str),
}

impl Statement {
    pub fn paragraphs(&self) -> impl Iterator<Item = Paragraph> {
        let parts = self.text.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
        parts.map(|part| match part.strip_prefix("# ") {
            Some(heading) => Paragraph::Heading(heading),
            None => Paragraph::Text(part),
        })
    }
}

pub fn current_statement() -> &'static Statement {
    STATEMENTS.last().expect("there is at least one statement")
}

/// The statement of that version, also when it is no longer the current one.
pub fn statement(version: u32) -> Option<&'static Statement> {
    STATEMENTS.iter().find(|statement| statement.version == version)
}

/// One thing that the member may allow, each its own yes or no.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, strum::EnumIter,
)]
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

impl Scope {
    /// As the member reads it, on the form and on the signed copy.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Collect => "Ask my own doctors for the records about this condition",
            Self::Show => "Show those records to the specialist whom I choose",
            Self::ReportToDoctors => "Send the report to my own doctors, when I say so",
            Self::ReportToGp => "Send the report to my GP, when I say so",
        }
    }
}

/// By what right a representative signs for someone who cannot decide this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::EnumIter)]
#[serde(rename_all = "kebab-case")]
pub enum Capacity {
    /// Under a registered power for health and welfare.
    Attorney,
    /// Appointed by the Court of Protection.
    Deputy,
    /// Appointed by a Scottish sheriff court.
    WelfareGuardian,
    /// Appointed by the High Court in Northern Ireland.
    Controller,
}

impl Capacity {
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Attorney => "attorney for health and welfare",
            Self::Deputy => "deputy for personal welfare",
            Self::WelfareGuardian => "welfare guardian",
            Self::Controller => "controller",
        }
    }
}

impl Signatory {
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Member => "the member",
            Self::Parent => "a person with parental responsibility",
            Self::Representative => "a representative",
        }
    }
}

/// Who may sign for a member of that age: themselves or a parent, and in either case somebody who
/// represents them.
pub fn signatories(age: AgeBand) -> [Signatory; 2] {
    match age {
        AgeBand::Under16 => [Signatory::Parent, Signatory::Representative],
        _ => [Signatory::Member, Signatory::Representative],
    }
}

/// How a consent was given that the nurse recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Heard {
    #[default]
    OnPaper,
    ByPhone,
}

/// A signed copy that is kept: what was signed, as a PDF in a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    pub sheet: SheetId,
    pub at: Timestamp,
}

/// How the consent reached us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// Typed in a session of the member's own.
    Signed,
    /// On paper or by phone, recorded by the nurse with its scan.
    Recorded { heard: Heard, scan: DocumentId },
}

/// A consent cannot be built without its statement, scopes, signatory and signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub signatory: Signatory,
    /// Only of a representative.
    pub capacity: Option<Capacity>,
    pub statement: u32,
    /// SHA-256 of the statement's text, in hex: it proves which words were shown.
    pub statement_hash: String,
    pub scopes: BTreeSet<Scope>,
    pub signature: SheetId,
    /// One for each signing, oldest first.
    pub copies: Vec<Copy>,
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
        #[serde(default, skip_serializing_if = "Option::is_none")]
        capacity: Option<Capacity>,
        statement: u32,
        statement_hash: String,
        scopes: BTreeSet<Scope>,
        signature: SheetId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        copy: Option<SheetId>,
    },
    Recorded {
        signatory: Signatory,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        capacity: Option<Capacity>,
        statement: u32,
        statement_hash: String,
        scopes: BTreeSet<Scope>,
        signature: SheetId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        copy: Option<SheetId>,
        #[serde(default)]
        heard: Heard,
        scan: DocumentId,
    },
    Amended {
        scopes: BTreeSet<Scope>,
        signature: SheetId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        copy: Option<SheetId>,
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
    pub capacity: Option<Capacity>,
    pub statement: u32,
    pub scopes: BTreeSet<Scope>,
    /// Nothing where the person did not say that they know of the delay.
    pub delay: Option<DelayAcknowledged>,
    pub signature: SheetId,
    /// The sheet with the copy to keep.
    pub copy: SheetId,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    Give(Sign),
    Record { sign: Sign, heard: Heard, scan: DocumentId },
    Amend { scopes: BTreeSet<Scope>, signature: SheetId, copy: SheetId },
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
    #[error("please say by what right you sign for them")]
    CapacityNeeded,
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
            // What is signed on paper or said on the phone goes through no mail box.
            if case.access.address == Address::AtClient {
                return Err(access::Refusal::AddressAtClient.into());
            }
            given(may_sign(case, &sign)?, sign)
        }
        Command::Record { sign, heard, scan } => {
            by.owning_nurse(case, now)?;
            let statement = may_sign(case, &sign)?;
            if !case.records.is_clean_for(&scan, &Use::ConsentScan) {
                return Err(Refusal::ScanNotClean.into());
            }
            recorded(statement, sign, heard, scan)
        }
        Command::Amend { scopes, signature, copy } => {
            by.member_or_nurse(case, now)?;
            may_amend(case, by, &scopes)?;
            Event::Amended { scopes, signature, copy: Some(copy) }
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
            let withdrawn = Event::Withdrawn { reason }.into();
            return Ok(with_cancellation(case, withdrawn, now));
        }
    };
    Ok(vec![event.into()])
}

fn given(shown: &Statement, sign: Sign) -> Event {
    let Sign { signatory, capacity, statement, scopes, signature, copy, .. } = sign;
    let (statement_hash, copy) = (shown.hash.to_owned(), Some(copy));
    Event::Given { signatory, capacity, statement, statement_hash, scopes, signature, copy }
}

fn recorded(shown: &Statement, sign: Sign, heard: Heard, scan: DocumentId) -> Event {
    let Sign { signatory, capacity, statement, scopes, signature, copy, .. } = sign;
    Event::Recorded {
        signatory,
        capacity,
        statement,
        statement_hash: shown.hash.to_owned(),
        scopes,
        signature,
        copy: Some(copy),
        heard,
        scan,
    }
}

/// The statement that is signed, if it may be.
fn may_sign(case: &Case, sign: &Sign) -> Result<&'static Statement, crate::Refusal> {
    not_yet_given(case)?;
    let received = case.received.as_ref().ok_or(Gate::NoSuchCase)?;
    if case.casework.introduced.is_none() {
        return Err(Refusal::NotIntroduced.into());
    }
    let current = current_statement();
    if sign.statement != current.version {
        return Err(Refusal::StatementChanged.into());
    }
    if sign.delay.is_none() {
        return Err(Refusal::DelayNotAcknowledged.into());
    }
    if !sign.scopes.contains(&Scope::Collect) && !sign.scopes.contains(&Scope::Show) {
        return Err(Refusal::NothingAllowed.into());
    }
    may_sign_as(received.age, sign)?;
    Ok(current)
}

fn may_sign_as(age: AgeBand, sign: &Sign) -> Result<(), Refusal> {
    match (age, sign.signatory) {
        (AgeBand::Under16, Signatory::Member) => Err(Refusal::ParentNeeded),
        (_, Signatory::Representative) if sign.capacity.is_none() => Err(Refusal::CapacityNeeded),
        (AgeBand::Under16, _) | (_, Signatory::Member | Signatory::Representative) => Ok(()),
        (_, Signatory::Parent) => Err(Refusal::NotAChild),
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
        Event::Given {
            signatory,
            capacity,
            statement,
            statement_hash,
            scopes,
            signature,
            copy,
        } => {
            case.consent.consent = Some(Consent {
                signatory: *signatory,
                capacity: *capacity,
                statement: *statement,
                statement_hash: statement_hash.clone(),
                scopes: scopes.clone(),
                signature: signature.clone(),
                copies: kept(copy.as_ref(), at),
                way: Way::Signed,
                at,
            });
        }
        Event::Recorded {
            signatory,
            capacity,
            statement,
            statement_hash,
            scopes,
            signature,
            copy,
            heard,
            scan,
        } => {
            case.consent.consent = Some(Consent {
                signatory: *signatory,
                capacity: *capacity,
                statement: *statement,
                statement_hash: statement_hash.clone(),
                scopes: scopes.clone(),
                signature: signature.clone(),
                copies: kept(copy.as_ref(), at),
                way: Way::Recorded { heard: *heard, scan: scan.clone() },
                at,
            });
        }
        Event::Amended { scopes, signature, copy } => {
            if let Some(consent) = &mut case.consent.consent {
                consent.scopes.clone_from(scopes);
                consent.signature = signature.clone();
                consent.copies.extend(kept(copy.as_ref(), at));
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

fn kept(copy: Option<&SheetId>, at: Timestamp) -> Vec<Copy> {
    copy.map(|sheet| Copy { sheet: sheet.clone(), at }).into_iter().collect()
}
