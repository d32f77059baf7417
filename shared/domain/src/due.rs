//! When something falls due. Each time is derived from the facts; none is stored.

mod promises;
mod retention;

pub(crate) use promises::promised;
pub use promises::{Step, WaitsFor};
pub use retention::{
    RETENTION_DAYS_UNCONSENTED, RETENTION_YEARS, RETENTION_YEARS_CHILD,
    RETENTION_YEARS_MENTAL_HEALTH, RETENTION_YEARS_ONCOLOGY, erasable_from, retained_until,
};

use crate::Case;
use crate::calendar::{add_working_days, at_london, london};
use crate::records::{Asked, CHASES_MAX};
use jiff::civil::Time;
use jiff::{Timestamp, ToSpan};

/// Working days after the introduction at which the member is reminded.
pub const REMINDER_DAYS: [u32; 3] = [2, 5, 10];

/// Calendar days after the introduction at which an unanswered referral lapses.
pub const LAPSE_DAYS: u32 = 21;

/// Working days after the asking, and then after each chase, at which a doctor is chased.
pub const CHASE_DAYS: [u32; CHASES_MAX as usize] = [1, 3, 5];
/// Calendar days after release at which the last follow-up is asked.
pub const FOLLOW_UP_DAYS: u32 = 90;
/// The London time of day at which reminders leave.
pub const MORNING: Time = Time::constant(10, 0, 0, 0);

/// When the member is next reminded of the introduction.
pub fn next_reminder(case: &Case) -> Option<Timestamp> {
    let introduced = unanswered_since(case)?;
    let days = *REMINDER_DAYS.get(usize::try_from(case.consent.reminders).ok()?)?;
    let day = add_working_days(london(introduced).date(), days, case.nation());
    Some(at_london(day, MORNING))
}

/// When an unanswered referral lapses: at the end of its last day in London.
pub fn lapses_at(case: &Case) -> Option<Timestamp> {
    let introduced = unanswered_since(case)?;
    let day = london(introduced).date().saturating_add(i64::from(LAPSE_DAYS + 1).days());
    Some(at_london(day, Time::midnight()))
}

fn unanswered_since(case: &Case) -> Option<Timestamp> {
    // A private contact that waits for the nurse's call is an answer of a kind.
    let unanswered = case.consent.given.is_none()
        && case.casework.pause.is_none()
        && case.access.offered.is_none();
    case.casework.introduced.filter(|_| unanswered)
}

/// When a doctor who has not answered is next chased. Nobody is chased while the case is paused,
/// nor once another's confirmation has already carried the case past the hand-over.
pub fn next_chase(case: &Case, asked: &Asked) -> Option<Timestamp> {
    let waiting = asked.answer.is_none() && case.records.handed_over.is_none();
    if !waiting || case.standing_consent().is_err() || case.casework.pause.is_some() {
        return None;
    }
    let days = *CHASE_DAYS.get(usize::try_from(asked.chases).ok()?)?;
    let from = london(asked.last_chase.unwrap_or(asked.at)).date();
    Some(at_london(add_working_days(from, days, case.nation()), MORNING))
}

/// From when the nurse may chase a doctor by hand: the working day after they were written to last.
pub(crate) fn chase_allowed_from(case: &Case, asked: &Asked) -> Option<Timestamp> {
    next_chase(case, asked)?;
    let from = london(asked.last_chase.unwrap_or(asked.at)).date();
    Some(at_london(add_working_days(from, 1, case.nation()), Time::midnight()))
}

/// A released case closes by the clock when the last follow-up has gone unanswered.
pub(crate) fn closes_at(case: &Case) -> Option<Timestamp> {
    let released = case.report.released.as_ref()?;
    let hours = i64::from(FOLLOW_UP_DAYS + 14) * 24;
    released.at.checked_add(hours.hours()).ok()
}
