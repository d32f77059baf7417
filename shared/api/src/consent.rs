//! Consent: the form that the member signs, and what the nurse does on their word.

mod operations;

pub(crate) use operations::OPERATIONS;

use crate::{FieldError, Fields, Form};
use domain::Private;
use domain::consent::{
    Capacity, DelayAcknowledged, Heard, KeptCopy, Refusal, Scope, Signatory, allow_nothing,
};
use domain::ids::DocumentId;
use domain::question::Shown;
use domain::text::{PersonName, Prose};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A consent that was given on paper or by phone, with its scan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordConsent {
    pub statement: u32,
    pub scopes: BTreeSet<Scope>,
    /// That the person said so themselves, on the paper or on the phone.
    pub knows_of_delay: bool,
    pub signatory: Signatory,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<Capacity>,
    pub name: PersonName,
    pub heard: Heard,
    pub scan: DocumentId,
}

/// What is allowed from now on: less than before, on the member's word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangeConsent {
    pub scopes: BTreeSet<Scope>,
    /// Who asked for it, as they named themselves.
    pub name: PersonName,
}

/// What the nurse heard when they phoned whoever signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CheckSignature {
    pub heard: SignatureHeard,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SignatureHeard {
    /// They signed, and may sign.
    Confirmed,
    /// They did not, or may not: the member is asked again.
    Refused,
}

/// That somebody says no, or takes their consent back, and why if they say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndConsent {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Prose>,
}

/// The same from a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndForm {
    #[serde(default)]
    reason: Private<String>,
}

impl Form for EndForm {
    type Input = EndConsent;

    fn parse(self) -> Result<EndConsent, Vec<FieldError>> {
        let mut fields = Fields::default();
        let reason = fields.text_or_none("reason", "your reason", self.reason);
        fields.done(reason.map(|reason| EndConsent { reason }))
    }
}

/// The consent, and to whom what was disclosed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConsentShown {
    pub consent: Option<ConsentGiven>,
    pub withdrawn: Option<Timestamp>,
    /// Why somebody said no or took it back, if they said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Shown<String>>,
    /// The receipt: every recipient and item, with why and when.
    pub disclosed: Vec<DisclosureShown>,
}

/// What was agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConsentGiven {
    pub on: Timestamp,
    pub signed_by: Shown<String>,
    pub signatory: Signatory,
    pub capacity: Option<Capacity>,
    pub statement: u32,
    pub scopes: BTreeSet<Scope>,
    /// Since when a nurse has to confirm by phone who signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_confirm: Option<Timestamp>,
    pub copies: Vec<KeptCopy>,
}

/// One reader of the same things, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DisclosureShown {
    pub to: Shown<String>,
    pub what: String,
    pub why: String,
    pub when: String,
}

/// The consent as it was posted: every answer starts out as no.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GiveForm {
    #[serde(default)]
    statement: String,
    #[serde(default)]
    scope: Vec<String>,
    #[serde(default)]
    delay: String,
    #[serde(default)]
    signatory: String,
    /// Empty unless a representative signs.
    #[serde(default)]
    capacity: String,
    #[serde(default)]
    name: Private<String>,
    /// `check` before it is signed, `change` to go back to the answers, else `sign`.
    #[serde(default)]
    step: String,
}

/// What a form of several pages asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FormStep {
    Check,
    Change,
    Sign,
}

/// The consent, once every field of it is right.
#[derive(Debug)]
pub struct GivenConsent {
    pub step: FormStep,
    pub statement: u32,
    pub scopes: BTreeSet<Scope>,
    pub delay: Option<DelayAcknowledged>,
    pub signatory: Signatory,
    /// Only of a representative.
    pub capacity: Option<Capacity>,
    pub name: PersonName,
}

/// What is allowed from now on, signed again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangeForm {
    #[serde(default)]
    scope: Vec<String>,
    #[serde(default)]
    name: Private<String>,
}

/// What is allowed from now on, once every field is right.
#[derive(Debug)]
pub struct ChangedConsent {
    pub scopes: BTreeSet<Scope>,
    pub name: PersonName,
}

impl Form for GiveForm {
    type Input = GivenConsent;

    fn parse(self) -> Result<GivenConsent, Vec<FieldError>> {
        let mut fields = Fields::default();
        let why = "please open the page again: the statement may have changed";
        let statement = fields.read("statement", self.statement.parse().ok(), why);
        let scopes = scopes(&mut fields, &self.scope);
        let signatory: Option<Signatory> = fields.code("signatory", "who signs", &self.signatory);
        let capacity = fields.code_or_none("capacity", "by what right you sign", &self.capacity);
        let name = fields.text("name", "your full name", self.name);
        let delay = (!self.delay.is_empty()).then_some(DelayAcknowledged);
        if delay.is_none() {
            fields.wrong::<()>("delay", Refusal::DelayNotAcknowledged.to_string());
        }
        if scopes.as_ref().is_some_and(allow_nothing) {
            fields.wrong::<()>("scope", Refusal::NothingAllowed.to_string());
        }
        if signatory == Some(Signatory::Representative) && self.capacity.is_empty() {
            fields.wrong::<()>("capacity", Refusal::CapacityNeeded.to_string());
        }
        let step = fields.code_or_none("step", "what to do with the answers", &self.step);
        fields.done((|| {
            let signatory = signatory?;
            let capacity = capacity?.filter(|_| signatory == Signatory::Representative);
            let (statement, scopes, name) = (statement?, scopes?, name?);
            let step = step?.unwrap_or(FormStep::Sign);
            Some(GivenConsent { step, statement, scopes, delay, signatory, capacity, name })
        })())
    }
}

impl Form for ChangeForm {
    type Input = ChangedConsent;

    fn parse(self) -> Result<ChangedConsent, Vec<FieldError>> {
        let mut fields = Fields::default();
        let scopes = scopes(&mut fields, &self.scope);
        let name = fields.text("name", "your full name", self.name);
        fields.done(scopes.zip(name).map(|(scopes, name)| ChangedConsent { scopes, name }))
    }
}

fn scopes(fields: &mut Fields, chosen: &[String]) -> Option<BTreeSet<Scope>> {
    chosen.iter().map(|scope| fields.code("scope", "what you allow", scope)).collect()
}
