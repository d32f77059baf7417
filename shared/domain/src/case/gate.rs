//! The gates that decisions of several capabilities ask: who an actor is to this case, and what the
//! member allows.

use super::{Case, StaffPart};
use crate::consent::Scope;
use crate::ids::{SpecialistId, StaffId};
use crate::refusal::{Gate, ensure};
use crate::report::{Refusal, VERSIONS_MAX, Version};
use crate::{Actor, consent};
use jiff::Timestamp;

impl Actor {
    /// The nurse who owns the case, or who covers for them now.
    pub(crate) fn owning_nurse(&self, case: &Case, now: Timestamp) -> Result<&StaffId, Gate> {
        let Actor::Nurse(nurse) = self else {
            return Err(Gate::NotAllowed);
        };
        if self.part_in(case, now) == StaffPart::Nurse { Ok(nurse) } else { Err(Gate::NotYours) }
    }

    pub(crate) fn member_or_nurse(&self, case: &Case, now: Timestamp) -> Result<(), Gate> {
        self.member().or_else(|_| self.owning_nurse(case, now).map(|_| ()))
    }

    /// The specialist whom the member chose and who has not declined or been replaced.
    pub(crate) fn chosen_specialist(&self, case: &Case) -> Result<&SpecialistId, Gate> {
        let Actor::Specialist(specialist) = self else {
            return Err(Gate::NotAllowed);
        };
        match case.matching.chosen.as_ref() {
            Some(chosen) if &chosen.specialist == specialist => Ok(specialist),
            _ => Err(Gate::NotYours),
        }
    }
}

impl Case {
    /// The consent that counts now: given or recorded, and not withdrawn.
    pub fn standing_consent(&self) -> Result<&consent::Consent, Gate> {
        self.consent.standing().ok_or(Gate::NoConsent)
    }

    pub(crate) fn consented_to(&self, scope: consent::Scope) -> Result<(), Gate> {
        let consent = self.standing_consent()?;
        ensure(consent.to_confirm.is_none(), Gate::SignatureUnconfirmed)?;
        ensure(consent.scopes.contains(&scope), Gate::OutsideConsent)
    }

    /// After an objection nothing is booked or released until the clinical lead has decided.
    pub(crate) fn is_decided(&self) -> Result<(), Gate> {
        ensure(!self.records.needs_decision(), Gate::Undecided)
    }
}

/// Whether this version may be handed in, or a file announced for it, now.
pub(crate) fn may_hand_in(case: &Case, by: &Actor, version: u32) -> Result<(), crate::Refusal> {
    by.chosen_specialist(case)?;
    case.consented_to(Scope::Show)?;
    ensure(case.records.handed_over.is_some(), Refusal::NotHandedOver)?;
    ensure(case.report.reviewed.is_some(), Refusal::NotReviewed)?;
    let last = case.report.last_version();
    ensure(last.is_none_or(|earlier| is_settled(case, earlier)), Refusal::VersionPending)?;
    let next = case.report.next_version();
    ensure(version == next && version <= VERSIONS_MAX, Refusal::NotTheNextVersion)?;
    Ok(())
}

/// A version that was returned or released: only then may the next one come.
fn is_settled(case: &Case, version: &Version) -> bool {
    let released =
        case.report.released.as_ref().is_some_and(|released| released.version >= version.version);
    version.returned.is_some() || released
}
