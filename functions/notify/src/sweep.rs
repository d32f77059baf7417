//! Letters that were never sent: the events of the last days are heard again. What was sent stays sent, and what
//! is no longer due leads to nothing.

use crate::{Context, letter};
use domain::calendar::london;
use domain::follow::{Stored, telling};
use domain::ids::CaseId;
use jiff::ToSpan;
use jiff::civil::Date;
use runtime::Fault;

/// Days that are looked at again.
const DAYS: i64 = 3;

/// Returns how many letters left. One case that fails does not hold up the others.
pub async fn send_unsent(context: &Context, last: Date) -> Result<usize, Fault> {
    let first = last.saturating_sub((DAYS - 1).days());
    let mut sent = 0;
    for back in -1..DAYS {
        let day = last.saturating_sub(back.days());
        for (case, ..) in context.files.cases.changed_on(day).await? {
            match of_case(context, &case, first).await {
                Ok(letters) => sent += letters,
                Err(fault) => tracing::error!(case = case.as_str(), %fault, "letters not sent"),
            }
        }
    }
    Ok(sent)
}

async fn of_case(context: &Context, case: &CaseId, first: Date) -> Result<usize, Fault> {
    let names = telling();
    let mut sent = 0;
    for recorded in context.files.cases.log(case).await? {
        let stored = Stored::of(case, &recorded);
        if london(recorded.at).date() >= first && names.contains(&stored.name.as_str()) {
            sent += letter::tell(context, &stored).await?;
        }
    }
    Ok(sent)
}
