//! Whether a case goes faster, waits, or goes on.

use super::{Event, Refusal};
use crate::ids::SheetId;
use crate::refusal::ensure;
use crate::{Actor, Case};
use jiff::Timestamp;

pub(super) fn mark_urgent(
    case: &Case,
    by: &Actor,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now)?;
    ensure(case.casework.urgent.is_none(), Refusal::AlreadyUrgent)?;
    Ok(Event::MarkedUrgent)
}

pub(super) fn pause(
    case: &Case,
    by: &Actor,
    reason: SheetId,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now)?;
    ensure(case.casework.pause.is_none(), Refusal::AlreadyPaused)?;
    Ok(Event::Paused { reason })
}

pub(super) fn resume(case: &Case, by: &Actor, now: Timestamp) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now)?;
    ensure(case.casework.pause.is_some(), Refusal::NotPaused)?;
    Ok(Event::Resumed)
}
