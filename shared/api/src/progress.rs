//! How far a case has come, as our own people see it after a command and in a list.

use domain::ids::CaseId;
use domain::question::{Delay, NextStep, Stage, Waiting, WaitsFor};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Progress {
    pub id: CaseId,
    pub reference: String,
    /// To be sent back as `If-Match`.
    pub version: u64,
    pub stage: Stage,
    pub waiting_for: Waiting,
    pub also_waiting_for: Vec<WaitsFor>,
    pub expected_finish: Option<Date>,
    /// By which treatment must start; a yes to the expected finish is given beside it.
    #[serde(default)]
    pub latest_safe: Option<Date>,
    pub delay: Delay,
    /// What each party can or must do next, by when.
    pub next_steps: Vec<NextStep>,
}
