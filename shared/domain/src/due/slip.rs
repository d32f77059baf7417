//! Which yeses were given to an earlier finish than the one that is expected now: each is asked for again.

use super::{MORNING, outlook};
use crate::Case;
use crate::calendar::{add_working_days, at_london, london, working_days_between};
use crate::casework::Outlook;
use crate::matching::Yes;
use crate::records::{GoAheadAnswer, GoAheadBy, GoOn};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// Working days by which the finish may slip beyond what was shown before a yes is asked for again.
pub const SLIP_DAYS_MAX: u32 = 5;

/// A latest safe date further behind the finish than this is too far away to be counted up to.
const LOOK_AHEAD_DAYS: i64 = 120;

/// A yes that does not count any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slipped {
    Matching(Yes),
    GoAhead(GoAheadBy),
}

/// A yes with what was shown and when.
struct Given {
    yes: Slipped,
    shown: Outlook,
    at: Timestamp,
}

/// The yeses that must be asked for again now. None after the hand-over: the case is in the specialist's
/// hands then, and the nurse sees the delay.
pub fn slipped(case: &Case, now: Timestamp) -> Vec<Slipped> {
    let Some(expected) = outlook(case, now).filter(|_| is_before_hand_over(case)) else {
        return Vec::new();
    };
    let given = given(case).into_iter();
    given.filter(|given| has_slipped(case, given.shown, expected)).map(|given| given.yes).collect()
}

/// When the clock must look for a slip.
pub(crate) fn next_slip(case: &Case) -> Option<Timestamp> {
    if !is_before_hand_over(case) || case.casework.pause.is_some() {
        return None;
    }
    given(case).iter().map(|given| slips_at(case, given)).min()
}

/// The morning on which that yes will have slipped if nothing happens until then: each working day
/// moves the finish by one.
fn slips_at(case: &Case, given: &Given) -> Timestamp {
    let Some(then) = outlook(case, given.at) else {
        return Timestamp::MAX;
    };
    let between = |from: Date, to: Date| working_days_between(from, to, case.nation());
    let late_already = between(given.shown.finish, then.finish);
    let ahead = between(then.finish, given.shown.finish);
    let later = (SLIP_DAYS_MAX + 1 + ahead).saturating_sub(late_already);
    let far = then.finish.saturating_add(LOOK_AHEAD_DAYS.days());
    let safe = then.latest_safe.filter(|safe| !given.shown.is_late() && *safe < far);
    let late = safe.map(|safe| if then.is_late() { 0 } else { between(then.finish, safe) + 1 });
    let days = late.map_or(later, |late| late.min(later));
    let day = add_working_days(london(given.at).date(), days, case.nation());
    at_london(day, MORNING)
}

/// Past the latest safe date where it was not before, or later by more than a few working days.
fn has_slipped(case: &Case, shown: Outlook, expected: Outlook) -> bool {
    let newly_late = expected.is_late() && !shown.is_late();
    let later = expected.finish > shown.finish
        && working_days_between(shown.finish, expected.finish, case.nation()) > SLIP_DAYS_MAX;
    newly_late || later
}

fn is_before_hand_over(case: &Case) -> bool {
    case.ended.is_none() && case.records.handed_over.is_none()
}

fn given(case: &Case) -> Vec<Given> {
    let chosen = case.matching.chosen.as_ref();
    let choice = chosen.filter(|chosen| chosen.asked_again.is_none()).map(|chosen| Given {
        yes: Slipped::Matching(Yes::Choice),
        shown: chosen.shown,
        at: chosen.at,
    });
    let accepted = chosen.and_then(|chosen| chosen.accepted).map(|accepted| Given {
        yes: Slipped::Matching(Yes::Acceptance),
        shown: accepted.shown,
        at: accepted.at,
    });
    let decision = case.records.decided.as_ref().filter(|decision| decision.go_on == GoOn::GoOn);
    let decision = decision.and_then(|decision| {
        let (yes, shown) = (Slipped::GoAhead(GoAheadBy::ClinicalLead), decision.shown?);
        Some(Given { yes, shown, at: decision.at })
    });
    let confirmed = case.records.treating().filter_map(|asked| match &asked.answer {
        Some(GoAheadAnswer::Confirmed { at, shown }) => Some(Given {
            yes: Slipped::GoAhead(GoAheadBy::Doctor(asked.doctor.clone())),
            shown: *shown,
            at: *at,
        }),
        Some(GoAheadAnswer::Objected { .. }) | None => None,
    });
    choice.into_iter().chain(accepted).chain(decision).chain(confirmed).collect()
}
