//! What is sealed of the member's needs and of their doctors.

use crate::Private;
use crate::sheet::{Class, Sheet};
use crate::text::{Email, PersonName};
use serde::{Deserialize, Serialize};

/// A treating doctor and, if named, their secretary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DoctorDetails {
    pub name: PersonName,
    pub email: Email,
    pub hospital: Private<String>,
    pub secretary: Option<Email>,
}

impl Sheet for DoctorDetails {
    const CLASS: Class = Class::Contact;
}

/// What the member needs, as the nurse wrote it after talking with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Needs {
    pub issue: Private<String>,
    /// What happened so far: illnesses, treatments, what was tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<Private<String>>,
    pub needs: Private<String>,
}

impl Sheet for Needs {
    const CLASS: Class = Class::Clinical;
}

/// One question that the opinion must answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuestionWords {
    pub question: Private<String>,
}

impl Sheet for QuestionWords {
    const CLASS: Class = Class::Clinical;
}
