//! The worklists: references and codes, never a name. Urgent before all, then the longest due.

use crate::Context;
use api::casework::{WorklistLine, WorklistPage};
use store::{Worklist, WorklistEntry, WorklistPlace};
use web::{Problem, Request, Response};

/// Cases on one page.
const PAGE: usize = 50;
/// Whom a worklist can be asked for.
const PARTIES: [&str; 6] =
    ["nurse", "clinical-lead", "member", "primary-consultant", "specialist", "nobody"];
/// The lists that are no party's.
const MINE: &str = "mine";
const COVERED: &str = "covered";
const UNASSIGNED: &str = "unassigned";

pub async fn worklist(context: &Context, request: &Request) -> Result<Response, Problem> {
    let staff = context.callers.staff(request).await?;
    let waiting_for = request.query("waiting_for");
    let asked = request.query("list").or(waiting_for).unwrap_or_else(|| "nurse".to_owned());
    let list = match asked.as_str() {
        MINE => Worklist::OwnedBy(&staff.id),
        COVERED => Worklist::CoveredBy(&staff.id),
        UNASSIGNED => Worklist::Unassigned,
        party if PARTIES.contains(&party) => Worklist::WaitingFor(party),
        _ => return Err(Problem::bad_field("list", "there is no such list")),
    };
    let pages = context.own.cursors.of(&context.files.access, staff.id.as_str(), &asked).await?;
    let after = pages.asked(request)?.map(WorklistPlace);

    let mut cases = context.files.cases.worklist(&list, after.as_ref(), PAGE).await?;
    let end = cases.last().filter(|_| cases.len() == PAGE).map(|line| line.place.0.clone());
    let now = u64::try_from(context.now().as_second()).unwrap_or_default();
    // A cover that has run out is still in the index.
    cases.retain(|line| asked != COVERED || line.covered_until.is_some_and(|until| now < until));
    let cases = cases.into_iter().map(line).collect();
    Ok(Response::json(200, &WorklistPage { cases, next: end.map(|place| pages.behind(&place)) }))
}

fn line(entry: WorklistEntry) -> WorklistLine {
    let WorklistEntry { case, reference, stage, waiting_for, due, urgent, .. } = entry;
    WorklistLine { case, reference, stage, waiting_for, due, urgent }
}
