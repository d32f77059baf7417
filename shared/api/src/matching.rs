//! Matching: the ranked matches, the offer, and the pages of the choice and the brief.

mod operations;

pub(crate) use operations::OPERATIONS;

use crate::{FieldError, Fields, Form};
use domain::ids::SpecialistId;
use domain::matching::{DelayAcceptable, Reason};
use serde::{Deserialize, Serialize};

/// Two or three specialists for the member to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OfferSpecialists {
    pub specialists: Vec<SpecialistId>,
}

/// The specialists who can be offered, the best first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RankedMatches {
    pub matches: Vec<RankedMatch>,
}

/// A specialist with the reasons for their rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RankedMatch {
    pub specialist: SpecialistId,
    pub name: String,
    pub report_days: u32,
    pub reasons: Vec<Reason>,
}

/// The member's choice: a specialist's id, or `others`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChoiceForm {
    #[serde(default)]
    specialist: String,
}

/// The member's choice.
#[derive(Debug)]
pub enum Choice {
    Specialist(SpecialistId),
    Others,
}

/// The specialist's answer to the brief.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BriefForm {
    #[serde(default)]
    answer: String,
    /// That the expected delay is acceptable.
    #[serde(default)]
    delay: String,
}

/// The specialist's answer.
#[derive(Debug)]
pub enum BriefAnswer {
    Accept(Option<DelayAcceptable>),
    Decline,
}

impl Form for ChoiceForm {
    type Input = Choice;

    fn parse(self) -> Result<Choice, Vec<FieldError>> {
        let mut fields = Fields::default();
        let choice = match self.specialist.as_str() {
            "others" => Some(Choice::Others),
            id => {
                let specialist = id.parse().ok().map(Choice::Specialist);
                fields.read("specialist", specialist, "please choose one of the specialists")
            }
        };
        fields.done(choice)
    }
}

impl Form for BriefForm {
    type Input = BriefAnswer;

    fn parse(self) -> Result<BriefAnswer, Vec<FieldError>> {
        let mut fields = Fields::default();
        let delay = (!self.delay.is_empty()).then_some(DelayAcceptable);
        let answer = match self.answer.as_str() {
            "accept" => Some(BriefAnswer::Accept(delay)),
            "decline" => Some(BriefAnswer::Decline),
            _ => fields.wrong("answer", "please say whether you take the case on"),
        };
        fields.done(answer)
    }
}
