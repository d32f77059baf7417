//! Whether a complaint is taken and answered.

use super::{COMPLAINTS_MAX, Event, Refusal};
use crate::ids::SheetId;
use crate::refusal::ensure;
use crate::{Actor, Case, Party};
use jiff::Timestamp;

/// Any party may complain, or the nurse notes what they said.
pub(super) fn make(
    case: &Case,
    by: &Actor,
    sheet: SheetId,
    party: Party,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    if party.actor() != *by {
        by.owning_nurse(case, now)?;
    }
    let own = case.casework.complaints.iter().filter(|open| open.by == party).count();
    ensure(own < COMPLAINTS_MAX, Refusal::TooMany)?;
    Ok(Event::ComplaintMade { sheet, by: party })
}

/// By the nurse or the clinical lead.
pub(super) fn answer(
    case: &Case,
    by: &Actor,
    complaint: SheetId,
    answer: SheetId,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now).map(|_| ()).or_else(|_| by.clinical_lead())?;
    let known = case.casework.complaints.iter().any(|open| open.sheet == complaint);
    ensure(known, Refusal::NoSuchComplaint)?;
    Ok(Event::ComplaintAnswered { complaint, answer })
}
