//! Matching: the ranked matches, the offer, and the pages of the choice and the brief.

mod operations;

pub(crate) use operations::OPERATIONS;

use crate::{FieldError, Fields, Form};
use domain::Private;
use domain::casework::Outlook;
use domain::day::Day;
use domain::ids::SpecialistId;
use domain::matching::{DelayAcceptable, NoConflict, Reason, ReplacedFor};
use domain::text::Prose;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// When the report would come, beside the latest safe date: what the member is told with the offer.
    pub expected: Option<Outlook>,
    pub reasons: Vec<Reason>,
}

/// When the report is expected, as the member was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ToldFinish {
    pub finish: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_safe: Option<Day>,
}

impl From<ToldFinish> for Outlook {
    fn from(told: ToldFinish) -> Self {
        Self { finish: told.finish.into(), latest_safe: told.latest_safe.map(Into::into) }
    }
}

/// What the member chose, as they told the nurse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChooseForMember {
    pub specialist: SpecialistId,
    pub expected: ToldFinish,
    /// Needed where the report would come after the latest safe date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Prose>,
}

/// That the member keeps their choice with a later finish, as they told the nurse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeepForMember {
    pub expected: ToldFinish,
    /// Needed where the report would come after the latest safe date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Prose>,
}

/// That the member wants others, as they told the nurse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OthersForMember {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Prose>,
}

/// Why another specialist is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReplaceSpecialist {
    pub why: ReplacedFor,
}

/// The member's choice: a specialist's id, `keep` or `others`. What was shown with each comes as
/// `shown-<specialist>`, so other fields are let in.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChoiceForm {
    #[serde(default)]
    specialist: String,
    #[serde(default)]
    reason: Private<String>,
    #[serde(flatten)]
    shown: BTreeMap<String, String>,
}

/// The member's choice, with what was shown.
#[derive(Debug)]
pub enum Choice {
    Specialist { specialist: SpecialistId, shown: Outlook },
    Keep { shown: Outlook },
    Others,
}

/// The member's choice and why, once every field is right.
#[derive(Debug)]
pub struct ChoiceMade {
    pub choice: Choice,
    pub reason: Option<Prose>,
}

/// The specialist's answer to the conflict check.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConflictForm {
    #[serde(default)]
    answer: String,
    /// That the expected delay is acceptable.
    #[serde(default)]
    delay: String,
    /// That they know of no conflict of interest.
    #[serde(default)]
    conflict: String,
    /// What was shown: the expected finish and the latest safe date.
    #[serde(default)]
    shown: String,
    #[serde(default)]
    reason: Private<String>,
}

/// The specialist's no to the brief.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeclineForm {
    #[serde(default)]
    reason: Private<String>,
}

/// The specialist's answer.
#[derive(Debug)]
pub enum BriefAnswer {
    Accept { shown: Outlook, delay: Option<DelayAcceptable>, conflict: Option<NoConflict> },
    Decline { reason: Option<Prose> },
}

const SHOWN_CHANGED: &str = "please open the page again: the dates may have changed";

impl Form for ChoiceForm {
    type Input = ChoiceMade;

    fn parse(self) -> Result<ChoiceMade, Vec<FieldError>> {
        let mut fields = Fields::default();
        let reason = fields.text_or_none("reason", "your reason", self.reason);
        let shown = |fields: &mut Fields, name: &str| {
            let field = format!("shown-{name}");
            let shown = self.shown.get(&field).and_then(|shown| shown.parse().ok());
            fields.read(&field, shown, SHOWN_CHANGED)
        };
        let choice = match self.specialist.as_str() {
            "others" => Some(Choice::Others),
            "keep" => shown(&mut fields, "keep").map(|shown| Choice::Keep { shown }),
            id => {
                let specialist: Option<SpecialistId> = id.parse().ok();
                let why = "choose one of the specialists, or ask for others";
                let specialist = fields.read("specialist", specialist, why);
                let shown = specialist.as_ref().and_then(|_| shown(&mut fields, id));
                specialist
                    .zip(shown)
                    .map(|(specialist, shown)| Choice::Specialist { specialist, shown })
            }
        };
        fields.done(choice.zip(reason).map(|(choice, reason)| ChoiceMade { choice, reason }))
    }
}

impl Form for DeclineForm {
    type Input = Option<Prose>;

    fn parse(self) -> Result<Option<Prose>, Vec<FieldError>> {
        let mut fields = Fields::default();
        let reason = fields.text_or_none("reason", "your reason", self.reason);
        fields.done(reason)
    }
}

impl Form for ConflictForm {
    type Input = BriefAnswer;

    fn parse(self) -> Result<BriefAnswer, Vec<FieldError>> {
        let mut fields = Fields::default();
        let delay = (!self.delay.is_empty()).then_some(DelayAcceptable);
        let conflict = (!self.conflict.is_empty()).then_some(NoConflict);
        let answer = match self.answer.as_str() {
            "accept" => {
                let shown = fields.read("shown", self.shown.parse().ok(), SHOWN_CHANGED);
                shown.map(|shown| BriefAnswer::Accept { shown, delay, conflict })
            }
            "decline" => {
                let reason = fields.text_or_none("reason", "your reason", self.reason);
                reason.map(|reason| BriefAnswer::Decline { reason })
            }
            _ => fields.wrong("answer", "say whether you take the case on"),
        };
        fields.done(answer)
    }
}
