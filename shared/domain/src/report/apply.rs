//! What the events of a report make known of a case.

use super::{Concern, Event, Released, Reviewed, Version};
use crate::Case;
use jiff::Timestamp;

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let facts = &mut case.report;
    match event {
        Event::Reviewed { mode, .. } => facts.reviewed = Some(Reviewed { mode: *mode, at }),
        Event::UrgentConcernRaised { concern, sheet } => {
            facts.concerns.push(Concern { concern: concern.clone(), sheet: sheet.clone(), at });
        }
        Event::UrgentConcernAnswered { concern, .. } => {
            facts.concerns.retain(|open| open.concern != *concern);
        }
        Event::Drafted { .. } => {}
        Event::Uploaded { version, sheet, document, answered, findings, call } => {
            facts.versions.push(Version {
                version: *version,
                sheet: sheet.clone(),
                document: document.clone(),
                answered: answered.clone(),
                findings: *findings,
                call: *call,
                at,
                returned: None,
            });
        }
        Event::Returned { version, reason } => {
            if let Some(returned) =
                facts.versions.iter_mut().find(|earlier| earlier.version == *version)
            {
                returned.returned = Some(reason.clone());
            }
        }
        Event::Released { version } => {
            let released = Released { version: *version, at };
            facts.first_released.get_or_insert_with(|| released.clone());
            facts.released = Some(released);
        }
        Event::Read { .. } => facts.read = facts.read.or(Some(at)),
        Event::SentOn { to, .. } => facts.sent_to.push(to.clone()),
        Event::FollowUpAnswered { .. } => facts.followed_up = Some(at),
    }
}
