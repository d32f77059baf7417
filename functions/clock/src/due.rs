//! What is due of each case: reminders, chases, lapses, closing.

use domain::Actor;
use domain::ids::CaseId;
use domain::question::due_commands;
use jiff::Timestamp;
use runtime::Fault;
use store::{AppendError, Cases, Change};

/// Cases looked at in one run; the rest come with the next.
const CASES_MAX: usize = 500;
/// Commands for one case in one run.
const COMMANDS_MAX: usize = 50;

/// Returns how many commands were carried out. One case that fails does not hold up the others.
pub async fn carry_out(cases: &Cases, now: Timestamp) -> Result<usize, Fault> {
    let mut done = 0;
    for id in cases.to_wake(now, CASES_MAX).await? {
        match look(cases, &id, now).await {
            Ok(commands) => done += commands,
            Err(error) => tracing::error!(case = id.as_str(), %error, "not looked at"),
        }
    }
    Ok(done)
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
