//! What the member allows, who signed for it, and how.

use crate::ids::{DocumentId, SheetId};
use crate::referral::AgeBand;
use crate::text::PersonName;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One thing that the member may allow, each its own yes or no.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, strum::EnumIter,
)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// Without these nobody can give an opinion.
pub const NEEDED: [Scope; 2] = [Scope::Collect, Scope::Show];

/// Whether those scopes let us do nothing at all for an opinion.
pub fn allow_nothing(scopes: &BTreeSet<Scope>) -> bool {
    NEEDED.iter().all(|scope| !scopes.contains(scope))
}

/// By what right a representative signs for someone who cannot decide this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::EnumIter)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    let child = age == AgeBand::Under16;
    [if child { Signatory::Parent } else { Signatory::Member }, Signatory::Representative]
}

/// How a consent was given that the nurse recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Heard {
    #[default]
    OnPaper,
    ByPhone,
}

/// A signed copy that is kept: what was signed, in a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeptCopy {
    pub sheet: SheetId,
    pub at: Timestamp,
}

/// How the consent reached us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Way {
    /// Typed in a session of the member's own.
    Signed,
    /// On paper or by phone, recorded by the nurse with its scan.
    Recorded { heard: Heard, scan: DocumentId },
}

/// Whether the name that was typed to sign is the member's, spelling apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TypedName {
    #[default]
    Fits,
    /// Another name, or that of a parent or representative, whom nothing here knows.
    ToConfirm,
}

impl TypedName {
    pub fn of(signatory: Signatory, typed: &PersonName, member: &PersonName) -> Self {
        let fits = signatory == Signatory::Member && typed.is_likely(member);
        if fits { Self::Fits } else { Self::ToConfirm }
    }
}

/// A consent cannot be built without its statement, scopes, signatory and signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    pub copies: Vec<KeptCopy>,
    pub way: Way,
    pub at: Timestamp,
    /// Since when a nurse has to confirm by phone who signed: until then nothing is collected or shown.
    pub to_confirm: Option<Timestamp>,
    /// What was allowed before a change that has to be confirmed.
    pub before: Option<Allowed>,
}

/// What was allowed, and by which signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Allowed {
    pub scopes: BTreeSet<Scope>,
    pub signature: SheetId,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Facts {
    pub given: Option<Consent>,
    /// When there was first a consent that nobody has to confirm: a fee falls due with it, and with no other.
    pub first_certain: Option<Timestamp>,
    pub withdrawn: Option<Timestamp>,
    /// Why somebody declined or withdrew, if they said so.
    pub ended_for: Option<SheetId>,
    pub reminders: u32,
}

impl Facts {
    pub fn standing(&self) -> Option<&Consent> {
        if self.withdrawn.is_some() { None } else { self.given.as_ref() }
    }
}
