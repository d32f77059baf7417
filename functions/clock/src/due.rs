//! What is due of each case: reminders, chases, lapses, closing.

use domain::Actor;
use domain::ids::CaseId;
use domain::question::due_commands;
use jiff::Timestamp;
use runtime::Fault;
use store::{AppendError, Cases, Change};

/// Cases looked at in one run; the rest come with the next.
const CASES_MAX: usize = 500;

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
    let due = due_commands(&loaded.case, now);
    let count = due.len();
    for command in due {
        let events = loaded.case.decide(&Actor::Clock, command, now)?;
        loaded = cases.append(loaded, Change::of(&Actor::Clock, events), now).await?;
    }
    Ok(count)
}
