//! Changing what is allowed, and what goes with what is not allowed any more.

use super::{Event, Refusal, Scope, TypedName};
use crate::case::ending::cancelled_if_to_come;
use crate::ids::SheetId;
use crate::records::{self, DocumentRefused, DocumentState, Use};
use crate::referral::Address;
use crate::{Actor, Case, access};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What is allowed from now on, and how it was signed.
pub(super) struct Amendment {
    pub scopes: BTreeSet<Scope>,
    pub typed: TypedName,
    pub signature: SheetId,
    pub copy: SheetId,
}

/// What rested on a scope goes with it: an appointment, and the check of a record on its way.
pub(super) fn amend(
    case: &Case,
    by: &Actor,
    amendment: Amendment,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    by.member_or_nurse(case, now)?;
    may_amend(case, by, &amendment.scopes)?;
    let Amendment { scopes, typed, signature, copy } = amendment;
    let standing = case.standing_consent()?;
    let removed: BTreeSet<Scope> = standing.scopes.difference(&scopes).copied().collect();
    let added = scopes.difference(&standing.scopes).copied().collect();
    let cancelled = cancelled_if_to_come(case, now).filter(|_| removed.contains(&Scope::Show));
    let refused = if removed.contains(&Scope::Collect) { being_checked(case) } else { Vec::new() };
    let amended = Event::Amended { scopes, removed, added, signature, copy: Some(copy), typed };
    Ok([amended.into()].into_iter().chain(cancelled).chain(refused).collect())
}

fn being_checked(case: &Case) -> Vec<crate::Event> {
    let waiting = case.records.documents.iter().filter(|(_, document)| {
        document.state == DocumentState::BeingChecked
            && matches!(document.used_for, Use::Record { .. })
    });
    let why = DocumentRefused::NotAllowed;
    let refused = |id| records::Event::DocumentRefused { document: id, why }.into();
    waiting.map(|(id, _)| refused(id.clone())).collect()
}

/// The member may change what they allow, from an address of their own. A nurse, on the member's
/// word, may only take away: more needs the member's own signature.
fn may_amend(case: &Case, by: &Actor, scopes: &BTreeSet<Scope>) -> Result<(), crate::Refusal> {
    let standing = case.standing_consent()?;
    if matches!(by, Actor::Nurse(_)) && !scopes.is_subset(&standing.scopes) {
        return Err(Refusal::OnlyTheMemberAllowsMore.into());
    }
    if matches!(by, Actor::Member) && case.access.address == Address::AtClient {
        return Err(access::Refusal::AddressAtClient.into());
    }
    Ok(())
}
