//! What the events of keeping make known of a case, and what an erasure leaves of it.

use super::{Event, LegalHold, SubjectAccess};
use crate::Case;
use jiff::Timestamp;

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let facts = &mut case.keeping;
    match event {
        Event::SubjectAccessAsked { due } => {
            facts.subject_access.push(SubjectAccess { at, due: *due, copy: None, spoiled: None });
        }
        Event::CopyReady(copy) => {
            if let Some(request) = facts.subject_access.last_mut() {
                request.copy = Some(copy.clone());
            }
        }
        Event::LegalHoldPlaced { reason } => {
            facts.legal_hold = Some(LegalHold { reason: reason.clone(), at });
        }
        Event::LegalHoldLifted => facts.legal_hold = None,
        Event::Erased { .. } => forget(case, at),
    }
}

/// Nothing stays of what was known but that there was a case, when it came and ended, and whether a
/// report was released: what a client sees does not change, and nothing implies a condition.
fn forget(case: &mut Case, at: Timestamp) {
    let mut bare = Case::new(case.id.clone());
    bare.version = case.version;
    bare.received = case.received.take();
    bare.received.iter_mut().for_each(|received| received.marks.clear());
    bare.ended = case.ended.take();
    bare.report.released = case.report.released.take();
    bare.report.first_released = case.report.first_released.take();
    // The fee of a consent or a release may still have to be charged.
    bare.consent.first_certain = case.consent.first_certain;
    bare.access.member_epoch = case.access.member_epoch + 1;
    // Above whatever one of them alone had come to: who they were is forgotten.
    let ended = u32::try_from(case.access.ended_for.len()).unwrap_or(u32::MAX);
    bare.access.others_epoch = case.access.others_epoch.saturating_add(ended).saturating_add(1);
    bare.keeping.erased = Some(at);
    *case = bare;
}
