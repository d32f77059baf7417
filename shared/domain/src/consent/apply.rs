//! What the events of a consent make known of a case.

use super::{Allowed, Consent, Event, KeptCopy, TypedName, Way};
use crate::Case;
use crate::case::Ending;
use crate::ids::SheetId;
use jiff::Timestamp;

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    match event {
        Event::Given { .. } | Event::Recorded { .. } => {
            case.consent.given = signed(event, at);
            certain(case, at);
        }
        Event::Amended { scopes, signature, copy, typed, .. } => {
            if let Some(consent) = &mut case.consent.given {
                if *typed == TypedName::ToConfirm && consent.to_confirm.is_none() {
                    consent.before = Some(allowed(consent));
                    consent.to_confirm = Some(at);
                }
                consent.scopes.clone_from(scopes);
                consent.signature = signature.clone();
                consent.copies.extend(kept(copy.as_ref(), at));
            }
        }
        Event::SignatureConfirmed => {
            if let Some(consent) = &mut case.consent.given {
                consent.to_confirm = None;
                consent.before = None;
            }
            certain(case, at);
        }
        Event::SignatureRefused => refused(case, at),
        Event::Reminded { reminder } => case.consent.reminders = *reminder,
        Event::Declined { reason } => {
            case.consent.ended_for.clone_from(reason);
            case.end(Ending::Declined, at);
        }
        Event::Lapsed => case.end(Ending::Lapsed, at),
        Event::Withdrawn { reason } => {
            case.consent.ended_for.clone_from(reason);
            case.consent.withdrawn = Some(at);
            case.end(Ending::Withdrawn, at);
        }
    }
}

/// The consent that was signed, or recorded by the nurse, who has the paper or had them on the phone.
fn signed(event: &Event, at: Timestamp) -> Option<Consent> {
    let (Event::Given {
        signatory,
        capacity,
        statement,
        statement_hash,
        scopes,
        signature,
        copy,
        ..
    }
    | Event::Recorded {
        signatory,
        capacity,
        statement,
        statement_hash,
        scopes,
        signature,
        copy,
        ..
    }) = event
    else {
        return None;
    };
    let (way, to_confirm) = way(event, at);
    Some(Consent {
        signatory: *signatory,
        capacity: *capacity,
        statement: *statement,
        statement_hash: statement_hash.clone(),
        scopes: scopes.clone(),
        signature: signature.clone(),
        copies: kept(copy.as_ref(), at),
        way,
        at,
        to_confirm,
        before: None,
    })
}

fn way(event: &Event, at: Timestamp) -> (Way, Option<Timestamp>) {
    if let Event::Recorded { heard, scan, .. } = event {
        return (Way::Recorded { heard: *heard, scan: scan.clone() }, None);
    }
    let doubtful = matches!(event, Event::Given { typed: TypedName::ToConfirm, .. });
    (Way::Signed, doubtful.then_some(at))
}

fn allowed(consent: &Consent) -> Allowed {
    Allowed { scopes: consent.scopes.clone(), signature: consent.signature.clone() }
}

fn certain(case: &mut Case, at: Timestamp) {
    let facts = &mut case.consent;
    if facts.given.as_ref().is_some_and(|consent| consent.to_confirm.is_none()) {
        facts.first_certain.get_or_insert(at);
    }
}

/// Of a change, what was allowed before counts again, but for what the change took away.
fn refused(case: &mut Case, at: Timestamp) {
    let given = case.consent.given.as_mut();
    let Some((consent, before)) = given.and_then(|consent| {
        let before = consent.before.take()?;
        Some((consent, before))
    }) else {
        return ask_again(case, at);
    };
    consent.to_confirm = None;
    consent.scopes = before.scopes.intersection(&consent.scopes).copied().collect();
    consent.signature = before.signature;
}

/// As if nothing had been signed: old links end, and the member is written to as at first.
fn ask_again(case: &mut Case, at: Timestamp) {
    case.consent.given = None;
    case.consent.reminders = 0;
    case.casework.introduced = Some(at);
    case.access.raise_member();
}

fn kept(copy: Option<&SheetId>, at: Timestamp) -> Vec<KeptCopy> {
    copy.map(|sheet| KeptCopy { sheet: sheet.clone(), at }).into_iter().collect()
}
