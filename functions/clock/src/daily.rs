//! What is looked for once a day: days that were never anchored, events that nobody was told of, and, by those
//! who have the rights, whatever else was left undone.

use crate::Context;
use domain::follow::Stored;
use domain::ids::CaseId;
use jiff::ToSpan;
use jiff::civil::Date;
use runtime::Fault;

/// Days that are looked at again: a run may have failed on a weekend.
const DAYS: i64 = 3;
/// Events told in one call, and of one case in one run.
const EVENTS_MAX: usize = 100;

/// Everything about the days up to `last`. Each part is safe to repeat. Returns how much was done.
pub async fn look(context: &Context, last: Date) -> Result<usize, Fault> {
    // A part that fails does not keep the others from their work: the run fails at its end.
    let anchored = anchor(context, last).await;
    let told = tell_untold(context, last).await;
    context.bus.start_sweep(last).await?;
    Ok(anchored? + told?)
}

async fn anchor(context: &Context, last: Date) -> Result<usize, Fault> {
    let Context { cases, access, anchors, .. } = context;
    let mut anchored = 0;
    for back in 0..DAYS {
        let day = last.saturating_sub(back.days());
        anchored += casefile::anchor(cases, access, anchors, day).await?;
    }
    Ok(anchored)
}

/// What was written since midnight may be untold as well. One case that fails does not hold up the others.
async fn tell_untold(context: &Context, last: Date) -> Result<usize, Fault> {
    let mut told = 0;
    for back in -1..DAYS {
        let day = last.saturating_sub(back.days());
        for (case, version, _) in context.cases.changed_on(day).await? {
            match tell_rest(context, &case, version).await {
                Ok(events) => told += events,
                Err(fault) => tracing::error!(case = case.as_str(), %fault, "not told"),
            }
        }
    }
    Ok(told)
}

/// What the log holds behind what was told.
async fn tell_rest(context: &Context, case: &CaseId, version: u64) -> Result<usize, Fault> {
    let up_to = context.told.up_to(case).await?;
    if up_to >= version {
        return Ok(0);
    }
    let rest = context.cases.log_page(case, up_to, EVENTS_MAX).await?;
    let stored: Vec<Stored> = rest.iter().map(|recorded| Stored::of(case, recorded)).collect();
    for some in stored.chunks(bus::BATCH_MAX) {
        if !context.bus.publish(some).await?.is_empty() {
            return Err(Fault::busy("telling again", "not taken"));
        }
    }
    // An erased record has no content to tell of, and its mark moves all the same.
    let last = version.min(up_to + EVENTS_MAX as u64);
    context.told.mark(case, up_to + 1, last).await?;
    tracing::warn!(case = case.as_str(), events = stored.len(), "told again");
    Ok(stored.len())
}
