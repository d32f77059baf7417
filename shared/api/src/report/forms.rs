//! The forms of the specialist's desk and of the member's report.

use crate::{FieldError, Fields, Form};
use domain::Private;
use domain::ids::{DocumentId, QuestionId};
use domain::report::{Finding, Findings, Followed, Impact};
use domain::scheduling::Mode;
use domain::text::Prose;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How the specialist advises to consult.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewForm {
    #[serde(default)]
    mode: String,
    /// What the nurse should know of it.
    #[serde(default)]
    words: Private<String>,
}

/// The specialist's review, once every field of it is right.
#[derive(Debug)]
pub struct ReviewDone {
    pub mode: Mode,
    pub words: Option<Prose>,
}

/// An urgent concern.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConcernForm {
    #[serde(default)]
    concern: Private<String>,
}

/// Whether the member followed the opinion.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FollowUpForm {
    #[serde(default)]
    followed: String,
    #[serde(default)]
    words: Private<String>,
}

/// The member's answer, once every field of it is right.
#[derive(Debug)]
pub struct FollowedUp {
    pub followed: Followed,
    pub words: Option<Prose>,
}

/// A version of the report. The answers come as `answer-<question>`, so other fields are let in.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandInForm {
    #[serde(default)]
    diagnosis: String,
    #[serde(default)]
    treatment: String,
    #[serde(default)]
    impact: String,
    #[serde(default)]
    summary: Private<String>,
    #[serde(default)]
    difference: Private<String>,
    /// The file that was sent for this version, or empty.
    #[serde(default)]
    document: String,
    #[serde(flatten)]
    answers: BTreeMap<String, Private<String>>,
}

/// A version of the report, once every field of it is right.
#[derive(Debug)]
pub struct HandedIn {
    pub findings: Findings,
    pub summary: Prose,
    pub difference: Prose,
    pub document: Option<DocumentId>,
    /// The answers that have words.
    pub answers: BTreeMap<QuestionId, Prose>,
}

impl Form for HandInForm {
    type Input = HandedIn;

    fn parse(self) -> Result<HandedIn, Vec<FieldError>> {
        let mut fields = Fields::default();
        let diagnosis: Option<Option<Finding>> = fields.code_or_none(
            "diagnosis",
            "one of the answers on the diagnosis",
            &self.diagnosis,
        );
        let treatment: Option<Option<Finding>> = fields.code_or_none(
            "treatment",
            "one of the answers on the treatment",
            &self.treatment,
        );
        let impact: Option<Impact> =
            fields.code("impact", "what it means for the member", &self.impact);
        let summary = fields.text("summary", "a summary for the member", self.summary);
        let difference = fields.text("difference", "how your view differs", self.difference);
        let document = fields.code_or_none("document", "the file of this report", &self.document);
        let answers = answers(&mut fields, self.answers);
        fields.done((|| {
            let findings =
                Findings { diagnosis: diagnosis?, treatment: treatment?, impact: impact? };
            let (summary, difference) = (summary?, difference?);
            Some(HandedIn { findings, summary, difference, document: document?, answers: answers? })
        })())
    }
}

fn answers(
    fields: &mut Fields,
    typed: BTreeMap<String, Private<String>>,
) -> Option<BTreeMap<QuestionId, Prose>> {
    let of_question = |(field, words): (String, Private<String>)| {
        let question = field.strip_prefix("answer-")?.parse::<QuestionId>().ok()?;
        (!words.is_blank()).then_some((field, question, words))
    };
    let typed = typed.into_iter().filter_map(of_question);
    typed
        .map(|(field, question, words)| {
            Some((question, fields.text(&field, "your answer", words)?))
        })
        .collect()
}

impl Form for ReviewForm {
    type Input = ReviewDone;

    fn parse(self) -> Result<ReviewDone, Vec<FieldError>> {
        let mut fields = Fields::default();
        let mode = fields.code("mode", "how the consultation should be held", &self.mode);
        let words = fields.text_or_none("words", "your words", self.words);
        fields.done(mode.zip(words).map(|(mode, words)| ReviewDone { mode, words }))
    }
}

impl Form for ConcernForm {
    type Input = Prose;

    fn parse(self) -> Result<Prose, Vec<FieldError>> {
        let mut fields = Fields::default();
        let concern = fields.text("concern", "your concern", self.concern);
        fields.done(concern)
    }
}

impl Form for FollowUpForm {
    type Input = FollowedUp;

    fn parse(self) -> Result<FollowedUp, Vec<FieldError>> {
        let mut fields = Fields::default();
        let followed = fields.code("followed", "whether you followed it", &self.followed);
        let words = fields.text_or_none("words", "your words", self.words);
        fields.done(followed.zip(words).map(|(followed, words)| FollowedUp { followed, words }))
    }
}
