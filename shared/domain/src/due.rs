//! When something falls due. Each time is derived from the facts; none is stored.

mod finish;
mod promises;
mod retention;
mod slip;
mod stage;

pub use finish::{done_today, expected_finish, expected_finish_with, outlook, outlook_with};
pub(crate) use promises::promised;
pub use promises::{Step, WaitsFor};
pub use retention::{
    RETENTION_DAYS_UNCONSENTED, RETENTION_YEARS, RETENTION_YEARS_CHILD,
    RETENTION_YEARS_MENTAL_HEALTH, RETENTION_YEARS_ONCOLOGY, erasable_from, retained_until,
};
pub(crate) use slip::next_slip;
pub use slip::{SLIP_DAYS_MAX, Slipped, slipped};
pub use stage::{Stage, stage};

use crate::Case;
use crate::calendar::{add_working_days, at_london, london};
use crate::consent::Scope;
use crate::records::{Asked, CHASES_MAX, ChasedFor};
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};

/// Working days after the introduction at which the member is reminded.
pub const REMINDER_DAYS: [u32; 3] = [2, 5, 10];

/// Calendar days after the introduction at which an unanswered referral lapses.
pub const LAPSE_DAYS: u32 = 21;

/// Working days after the asking, and then after each chase, at which a doctor is chased.
pub const CHASE_DAYS: [u32; CHASES_MAX as usize] = [1, 3, 5];
/// Working days after which a doctor who said yes is chased for missing papers, and then after each chase.
pub const PAPER_CHASE_DAYS: [u32; CHASES_MAX as usize] = [1, 2, 2];
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

/// What a doctor is waited for, if anything: their answer, until another's confirmation has carried the case
/// past the hand-over; then papers that are missing, of one who said yes.
pub(crate) fn chased_for(case: &Case, asked: &Asked) -> Option<ChasedFor> {
    let facts = &case.records;
    let lacking = !facts.every_item_answered() && asked.has_confirmed();
    if asked.withdrawn.is_some() {
        None
    } else if asked.answer.is_none() && facts.handed_over.is_none() {
        Some(ChasedFor::GoAhead)
    } else {
        lacking.then_some(ChasedFor::Papers)
    }
}

/// When a doctor is next chased. Nobody is while the case is paused, or not allowed to collect.
pub fn next_chase(case: &Case, asked: &Asked) -> Option<Timestamp> {
    let (from, done, days) = chase_dates(case, asked)?;
    let days = *days.get(usize::try_from(done).ok()?)?;
    Some(at_london(add_working_days(from, days, case.nation()), MORNING))
}

/// From when the nurse may chase a doctor by hand: the working day after they were written to last. An
/// answer to whether to go ahead is the clinical lead's to decide after the last chase; for papers the
/// nurse may go on.
pub(crate) fn chase_allowed_from(case: &Case, asked: &Asked) -> Option<Timestamp> {
    let (from, done, _) = chase_dates(case, asked)?;
    let decided_now = chased_for(case, asked) == Some(ChasedFor::GoAhead) && done >= CHASES_MAX;
    let day = add_working_days(from, 1, case.nation());
    (!decided_now).then(|| at_london(day, Time::midnight()))
}

/// The day from which the next chase is counted, how many there were, and the days to each.
fn chase_dates(case: &Case, asked: &Asked) -> Option<(Date, u32, [u32; CHASES_MAX as usize])> {
    if case.consented_to(Scope::Collect).is_err() || case.casework.pause.is_some() {
        return None;
    }
    Some(match chased_for(case, asked)? {
        ChasedFor::GoAhead => {
            (london(asked.last_chase.unwrap_or(asked.at)).date(), asked.chases, CHASE_DAYS)
        }
        ChasedFor::Papers => {
            let since = asked.papers.since.unwrap_or(asked.at);
            (london(since).date(), asked.papers.chases, PAPER_CHASE_DAYS)
        }
    })
}

/// When papers that were received become too old to be handed over.
pub(crate) fn outdates_at(case: &Case) -> Option<Timestamp> {
    let waits = case.records.handed_over.is_none() && case.casework.pause.is_none();
    let day = case.records.next_out_of_date().filter(|_| waits)?;
    Some(at_london(day, MORNING))
}

/// A released case closes by the clock when the last follow-up has gone unanswered, unless it is paused.
pub(crate) fn closes_at(case: &Case) -> Option<Timestamp> {
    let released = case.report.released.as_ref().filter(|_| case.casework.pause.is_none())?;
    let hours = i64::from(FOLLOW_UP_DAYS + 14) * 24;
    released.at.checked_add(hours.hours()).ok()
}
