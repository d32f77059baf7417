//! What an event makes known of a case. It never fails: what was recorded, happened.

use super::{Case, Event, Recorded};
use crate::ids::CaseId;
use crate::{
    Actor, access, casework, consent, keeping, matching, records, referral, report, scheduling,
};
use jiff::Timestamp;

impl Case {
    /// The case after one more event. Never fails: what was recorded, happened.
    #[must_use]
    pub fn apply(mut self, recorded: &Recorded) -> Self {
        let at = recorded.at;
        self.version = recorded.sequence;
        match &recorded.event {
            Event::Referral(event) => referral::apply::apply(&mut self, event, at),
            Event::Access(event) => access::apply::apply(&mut self, event, at),
            Event::Consent(event) => consent::apply::apply(&mut self, event, at),
            Event::Casework(event) => casework::apply::apply(&mut self, event, at),
            Event::Matching(event) => matching::apply::apply(&mut self, event, at),
            Event::Records(event) => {
                records::apply::apply(&mut self, event, &recorded.by, at);
            }
            Event::Scheduling(event) => scheduling::apply::apply(&mut self, event, at),
            Event::Report(event) => report::apply::apply(&mut self, event, at),
            Event::Keeping(event) => keeping::apply::apply(&mut self, event, at),
        }
        self
    }

    /// Replays a log from its beginning.
    pub fn fold<'a>(id: CaseId, log: impl IntoIterator<Item = &'a Recorded>) -> Self {
        log.into_iter().fold(Self::new(id), Self::apply)
    }

    /// The events as they will be in the log after this case's last.
    pub fn record(&self, events: Vec<Event>, by: &Actor, at: Timestamp) -> Vec<Recorded> {
        let numbered = events.into_iter().zip(self.version + 1..);
        numbered.map(|(event, sequence)| Recorded { sequence, at, by: by.clone(), event }).collect()
    }
}
