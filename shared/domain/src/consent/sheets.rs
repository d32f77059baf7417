//! What is sealed of a signature.

use crate::Private;
use crate::paper::Part;
use crate::sheet::{Class, Sheet};
use crate::text::PersonName;
use serde::{Deserialize, Serialize};

/// What was typed to sign, and of whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Signature {
    pub typed_name: PersonName,
    /// SHA-256 of the session's secret, in hex; nothing where a nurse recorded it.
    #[serde(default)]
    pub session: Option<String>,
}

impl Sheet for Signature {
    const CLASS: Class = Class::Contact;
}

/// Why someone declined or withdrew, in their words. A contact word, so that it can be read where there is
/// no consent to read anything clinical.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndingReason {
    pub reason: Private<String>,
}

impl Sheet for EndingReason {
    const CLASS: Class = Class::Contact;
}

/// The copy of what was signed, in the words of that day. It is set on pages when somebody asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCopy {
    pub paper: Private<Vec<Part>>,
}

impl Sheet for SignedCopy {
    const CLASS: Class = Class::Contact;
    const ASIDE: bool = true;
}
