//! What is due of each case: reminders, chases, lapses, closing.

use domain::Actor;
use domain::ids::CaseId;
use domain::question::due_commands;
use jiff::{Timestamp, ToSpan};
use runtime::{Fault, Kind};
use store::{AppendError, Cases, Change};

/// Cases looked at in one run; the rest come with the next.
const CASES_MAX: usize = 500;
/// Commands for one case in one run.
const COMMANDS_MAX: usize = 50;
/// When a case is looked at again that could not be, or of which nothing was due.
const AGAIN_AFTER_HOURS: i64 = 1;

/// Returns how many commands were carried out. One case that fails does not hold up the others.
pub async fn carry_out(cases: &Cases, now: Timestamp) -> Result<usize, Fault> {
    let mut done = 0;
    for id in cases.to_wake(now, CASES_MAX).await? {
        match look(cases, &id, now).await {
            Ok(0) => put_off(cases, &id, now).await,
            Ok(commands) => done += commands,
            Err(error) => {
                tracing::error!(case = id.as_str(), %error, "not looked at");
                if will_fail_again(&error) {
                    put_off(cases, &id, now).await;
                }
            }
        }
    }
    Ok(done)
}

/// Not where somebody else was writing at that moment, or a dependency was away.
fn will_fail_again(error: &AppendError) -> bool {
    match error {
        AppendError::Clash(_) => false,
        AppendError::Fault(fault) => fault.kind == Kind::Broken,
        AppendError::Refused(_) => true,
    }
}

/// Out of the way of the rest: what keeps failing is the longest overdue, and would come first for ever.
async fn put_off(cases: &Cases, id: &CaseId, now: Timestamp) {
    let later = now.checked_add(AGAIN_AFTER_HOURS.hours()).unwrap_or(Timestamp::MAX);
    if let Err(fault) = cases.wake_later(id, now, later).await {
        tracing::error!(case = id.as_str(), %fault, "not put off");
    }
}

async fn look(cases: &Cases, id: &CaseId, now: Timestamp) -> Result<usize, AppendError> {
    let Some(mut loaded) = cases.load(id).await? else {
        return Ok(0);
    };
    let mut count = 0;
    // What is done may make something else due: whoever is asked again is asked in the same run.
    while count < COMMANDS_MAX
        && let Some(command) = due_commands(&loaded.case, now).into_iter().next()
    {
        let events = loaded.case.decide(&Actor::Clock, command, now)?;
        loaded = cases.append(loaded, Change::of(&Actor::Clock, events), now).await?;
        count += 1;
    }
    Ok(count)
}
