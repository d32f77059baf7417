//! The folded case: everything that has happened to it, as facts. There is no status.

mod apply;
mod command;
mod decide;
pub(crate) mod ending;
mod event;
mod gate;
mod part;
mod refusal;
pub(crate) mod reopening;

pub use command::Command;
pub use event::{Event, Recorded};
pub(crate) use gate::may_hand_in;
pub use part::{Door, StaffPart};
pub use refusal::Refusal;

use crate::calendar::Nation;
use crate::ids::{CaseId, SheetId};
use crate::{access, casework, consent, keeping, matching, records, referral, report, scheduling};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Raised whenever [`Case`] or its folding changes shape: a head folded by another version is
/// thrown away and the log replayed.
pub const FOLD_VERSION: u32 = 11;

/// All that is known of a case. Everything else (its stage, whom it waits for) is derived in [`crate::question`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Case {
    pub id: CaseId,
    /// The sequence of the last event; zero before the first.
    pub version: u64,
    pub received: Option<referral::Received>,
    pub access: access::Facts,
    pub consent: consent::Facts,
    pub casework: casework::Facts,
    pub matching: matching::Facts,
    pub records: records::Facts,
    pub scheduling: scheduling::Facts,
    pub report: report::Facts,
    pub keeping: keeping::Facts,
    pub ended: Option<Ended>,
}

/// That a case has ended, and how. A case ends once; only a withdrawal or a death may still follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ended {
    pub how: Ending,
    pub at: Timestamp,
    /// When it ended first: what a client sees does not move with a later withdrawal or death.
    pub since: Timestamp,
    /// The place in the log of what ended it first.
    pub first_by: u64,
    pub reached: Reached,
}

/// All that may move what a client sees of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reached {
    pub introduced: Option<Timestamp>,
    pub consented: Option<Timestamp>,
    pub doctors_asked: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Ending {
    Declined,
    Lapsed,
    Withdrawn,
    Stopped,
    Closed,
    MemberDied,
}

impl Case {
    /// A case to which nothing has happened: it only accepts being received.
    pub fn new(id: CaseId) -> Self {
        Self {
            id,
            version: 0,
            received: None,
            access: access::Facts::default(),
            consent: consent::Facts::default(),
            casework: casework::Facts::default(),
            matching: matching::Facts::default(),
            records: records::Facts::default(),
            scheduling: scheduling::Facts::default(),
            report: report::Facts::default(),
            keeping: keeping::Facts::default(),
            ended: None,
        }
    }

    /// The sheet with the member's details as they are now.
    pub fn details(&self) -> Option<&SheetId> {
        self.access.details.as_ref().or(self.received.as_ref().map(|received| &received.details))
    }

    pub(crate) fn reached(&self) -> Reached {
        Reached {
            introduced: self.casework.introduced,
            consented: self.consent.first_certain,
            doctors_asked: self.records.asked.len(),
        }
    }

    /// Where the member lives: its bank holidays count.
    pub fn nation(&self) -> Nation {
        self.received.as_ref().map(|received| received.nation).unwrap_or_default()
    }

    /// Ends the case, and with it every link and session; after a close the member keeps their own.
    pub(crate) fn end(&mut self, how: Ending, at: Timestamp) {
        let before = self.ended.take();
        let first = before.unwrap_or_else(|| {
            let (first_by, reached) = (self.version, self.reached());
            Ended { how, at, since: at, first_by, reached }
        });
        self.ended = Some(Ended { how, at, ..first });
        self.access.raise_others();
        if how != Ending::Closed {
            self.access.raise_member();
        }
    }
}
