//! What the events of a consent make known of a case.

use super::{Consent, Event, KeptCopy, Way};
use crate::Case;
use crate::case::Ending;
use crate::ids::SheetId;
use jiff::Timestamp;

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    match event {
        Event::Given {
            signatory,
            capacity,
            statement,
            statement_hash,
            scopes,
            signature,
            copy,
        } => {
            case.consent.given = Some(Consent {
                signatory: *signatory,
                capacity: *capacity,
                statement: *statement,
                statement_hash: statement_hash.clone(),
                scopes: scopes.clone(),
                signature: signature.clone(),
                copies: kept(copy.as_ref(), at),
                way: Way::Signed,
                at,
            });
        }
        Event::Recorded {
            signatory,
            capacity,
            statement,
            statement_hash,
            scopes,
            signature,
            copy,
            heard,
            scan,
        } => {
            case.consent.given = Some(Consent {
                signatory: *signatory,
                capacity: *capacity,
                statement: *statement,
                statement_hash: statement_hash.clone(),
                scopes: scopes.clone(),
                signature: signature.clone(),
                copies: kept(copy.as_ref(), at),
                way: Way::Recorded { heard: *heard, scan: scan.clone() },
                at,
            });
        }
        Event::Amended { scopes, signature, copy } => {
            if let Some(consent) = &mut case.consent.given {
                consent.scopes.clone_from(scopes);
                consent.signature = signature.clone();
                consent.copies.extend(kept(copy.as_ref(), at));
            }
        }
        Event::Reminded { reminder } => case.consent.reminders = *reminder,
        Event::Declined { .. } => case.end(Ending::Declined, at),
        Event::Lapsed => case.end(Ending::Lapsed, at),
        Event::Withdrawn { .. } => {
            case.consent.withdrawn = Some(at);
            case.end(Ending::Withdrawn, at);
        }
    }
}

fn kept(copy: Option<&SheetId>, at: Timestamp) -> Vec<KeptCopy> {
    copy.map(|sheet| KeptCopy { sheet: sheet.clone(), at }).into_iter().collect()
}
