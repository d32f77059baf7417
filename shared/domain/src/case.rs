//! The folded case: everything that has happened to it, as facts. There is no status.

use crate::ids::{CaseId, SheetId};
use crate::refusal::Gate;
use crate::{
    Event, Recorded, access, casework, consent, matching, records, referral, report, scheduling,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Raised whenever [`Case`] or its folding changes shape: a head folded by another version is
/// thrown away and the log replayed.
pub const FOLD_VERSION: u32 = 3;

/// All that is known of a case. Everything else (its stage, whom it waits for) is derived in [`crate::question`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    pub ended: Option<Ended>,
    pub legal_hold: Option<LegalHold>,
    pub erased: Option<Timestamp>,
}

/// That a case has ended, and how. A case ends once; only a withdrawal or a death may still follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    pub how: Ending,
    pub at: Timestamp,
    /// When it ended first: what a client sees does not move with a later withdrawal or death.
    pub since: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Ending {
    Declined,
    Lapsed,
    Withdrawn,
    Stopped,
    Closed,
    MemberDied,
}

/// A legal hold: nothing is erased while it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalHold {
    pub reason: SheetId,
    pub at: Timestamp,
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
            ended: None,
            legal_hold: None,
            erased: None,
        }
    }

    /// The case after one more event. Never fails: what was recorded, happened.
    #[must_use]
    pub fn apply(mut self, recorded: &Recorded) -> Self {
        let at = recorded.at;
        self.version = recorded.sequence;
        match &recorded.event {
            Event::Referral(event) => referral::apply(&mut self, event, at),
            Event::Access(event) => access::apply(&mut self, event, at),
            Event::Consent(event) => consent::apply(&mut self, event, at),
            Event::Casework(event) => casework::apply(&mut self, event, at),
            Event::Matching(event) => matching::apply(&mut self, event, at),
            Event::Records(event) => records::apply(&mut self, event, at),
            Event::Scheduling(event) => scheduling::apply(&mut self, event, at),
            Event::Report(event) => report::apply(&mut self, event, at),
        }
        self
    }

    /// Replays a log from its beginning.
    pub fn fold<'a>(id: CaseId, log: impl IntoIterator<Item = &'a Recorded>) -> Self {
        log.into_iter().fold(Self::new(id), Self::apply)
    }

    /// The events as they will stand in the log after this case's last.
    pub fn record(&self, events: Vec<Event>, by: &crate::Actor, at: Timestamp) -> Vec<Recorded> {
        let numbered = events.into_iter().zip(self.version + 1..);
        numbered.map(|(event, sequence)| Recorded { sequence, at, by: by.clone(), event }).collect()
    }

    /// Ends the case, and with it every link and session; after a close the member keeps their own.
    pub(crate) fn end(&mut self, how: Ending, at: Timestamp) {
        let since = self.ended.as_ref().map_or(at, |ended| ended.since);
        self.ended = Some(Ended { how, at, since });
        self.access.raise_others();
        if how != Ending::Closed {
            self.access.raise_member();
        }
    }

    /// The consent that stands now: given or recorded, and not withdrawn.
    pub fn standing_consent(&self) -> Result<&consent::Consent, Gate> {
        self.consent.standing().ok_or(Gate::NoConsent)
    }

    pub(crate) fn consented_to(&self, scope: consent::Scope) -> Result<(), Gate> {
        let consent = self.standing_consent()?;
        if consent.scopes.contains(&scope) { Ok(()) } else { Err(Gate::OutsideConsent) }
    }

    pub fn nation(&self) -> crate::calendar::Nation {
        self.received.as_ref().map(|received| received.nation).unwrap_or_default()
    }
}
