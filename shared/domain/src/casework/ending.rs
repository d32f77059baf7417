//! How a case ends by our own hands: stopped, closed, or because the member has died.

use super::{CloseCode, Command, Event, Refusal};
use crate::case::ending::with_cancellation;
use crate::due::FOLLOW_UP_DAYS;
use crate::refusal::{Gate, ensure};
use crate::{Actor, Case};
use jiff::Timestamp;

/// An appointment to come is cancelled with the case that is stopped.
pub(super) fn end(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    match command {
        Command::Stop { code, reason } => {
            by.member_or_nurse(case, now).or_else(|_| by.clinical_lead())?;
            Ok(with_cancellation(case, Event::Stopped { code, reason }.into(), now))
        }
        Command::Close { code } => {
            by.owning_nurse(case, now).map(|_| ()).or_else(|_| by.clock())?;
            ensure(may_close(case, code, now), Refusal::NotFollowedUp)?;
            Ok(vec![Event::Closed { code }.into()])
        }
        Command::RecordDeath => {
            by.any_nurse()?;
            ensure(case.casework.died.is_none(), Refusal::DeathAlreadyRecorded)?;
            Ok(with_cancellation(case, Event::MemberDied.into(), now))
        }
        _ => Err(Gate::NotAllowed.into()),
    }
}

/// Ninety days after release a case may be closed even if the member never answered.
fn may_close(case: &Case, code: CloseCode, now: Timestamp) -> bool {
    let Some(released) = &case.report.released else {
        return false;
    };
    match code {
        CloseCode::OpinionGiven => case.report.followed_up.is_some(),
        CloseCode::OpinionGivenNoFollowUp => {
            now.duration_since(released.at).as_hours() >= 24 * i64::from(FOLLOW_UP_DAYS)
        }
    }
}
