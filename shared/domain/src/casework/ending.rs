//! How a case ends by our own hands: stopped, closed, or because the member has died.

use super::{CloseCode, Event, Refusal, StopCode};
use crate::case::ending::with_cancellation;
use crate::due::FOLLOW_UP_DAYS;
use crate::ids::SheetId;
use crate::refusal::ensure;
use crate::{Actor, Case};
use jiff::Timestamp;

/// An appointment to come is cancelled with the case that is stopped.
pub(super) fn stop(
    case: &Case,
    by: &Actor,
    code: StopCode,
    reason: SheetId,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    by.member_or_nurse(case, now).or_else(|_| by.clinical_lead())?;
    Ok(with_cancellation(case, Event::Stopped { code, reason }.into(), now))
}

pub(super) fn close(
    case: &Case,
    by: &Actor,
    code: CloseCode,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    by.owning_nurse(case, now).map(|_| ()).or_else(|_| by.clock())?;
    ensure(may_close(case, code, now), Refusal::NotFollowedUp)?;
    Ok(Event::Closed { code })
}

pub(super) fn record_death(
    case: &Case,
    by: &Actor,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    by.any_nurse()?;
    ensure(case.casework.died.is_none(), Refusal::DeathAlreadyRecorded)?;
    Ok(with_cancellation(case, Event::MemberDied.into(), now))
}

/// Ninety days after release a case may be closed even if the member never answered.
fn may_close(case: &Case, code: CloseCode, now: Timestamp) -> bool {
    let Some(released) = &case.report.released else {
        return false;
    };
    match code {
        CloseCode::OpinionGiven => case.report.followed_up.is_some(),
        CloseCode::OpinionGivenNoFollowUp => {
            let waited =
                now.duration_since(released.at).as_hours() >= 24 * i64::from(FOLLOW_UP_DAYS);
            waited && case.report.followed_up.is_none()
        }
    }
}
