//! What the bus is told of a stored event: where to look, never what it says.

use crate::Recorded;
use crate::ids::CaseId;
use serde::{Deserialize, Serialize};

/// The source of every event of ours on the bus.
pub const SOURCE: &str = "second-opinion";

/// The detail type by which the clock asks every finder, once a day, for what was left undone.
pub const SWEEP: &str = "sweep";

/// The place of an event in a case's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stored {
    pub case: CaseId,
    pub sequence: u64,
    /// Such as `consent-given`; it is the detail type, by which rules choose.
    #[serde(skip)]
    pub name: String,
}

impl Stored {
    /// The place of a record of that case.
    pub fn of(case: &CaseId, recorded: &Recorded) -> Self {
        let (case, sequence) = (case.clone(), recorded.sequence);
        Self { case, sequence, name: recorded.event.name() }
    }
}
