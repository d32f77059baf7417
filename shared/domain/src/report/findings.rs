//! The structured findings of an opinion.

use serde::{Deserialize, Serialize};

/// What the opinion says of a diagnosis or a treatment.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::EnumIter, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Finding {
    Confirmed,
    Clarified,
    Changed,
    CannotBeDetermined,
}

/// How much the opinion changes for the member.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::EnumIter, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Impact {
    None,
    Minor,
    Moderate,
    Major,
}

impl Finding {
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// As the specialist chooses it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Confirmed => "Confirmed",
            Self::Clarified => "Clarified",
            Self::Changed => "Changed",
            Self::CannotBeDetermined => "Cannot be determined",
        }
    }
}

impl Impact {
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// As the specialist chooses it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Minor => "Minor",
            Self::Moderate => "Moderate",
            Self::Major => "Major",
        }
    }
}

/// The structured findings. They are sealed; the log only knows whether they are whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Findings {
    pub diagnosis: Option<Finding>,
    pub treatment: Option<Finding>,
    pub impact: Impact,
}

/// Whether the member is offered a call before the report is released. It is all that the log
/// knows of how much the opinion changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum CallBefore {
    Needed,
    NotNeeded,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
