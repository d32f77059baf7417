//! What is sealed of a report.

use super::Findings;
use crate::Private;
use crate::ids::QuestionId;
use crate::sheet::{Class, Sheet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One version of a report: the findings, the words, and an answer to every question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportBody {
    pub findings: Findings,
    pub summary: Private<String>,
    /// How this view differs from the treating doctor's.
    pub difference: Private<String>,
    pub answers: BTreeMap<QuestionId, Private<String>>,
}

impl Sheet for ReportBody {
    const CLASS: Class = Class::Clinical;
}
