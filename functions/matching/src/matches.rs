//! The ranked matches of a case, with the reasons for each.

use crate::Context;
use api::matching::{RankedMatch, RankedMatches};
use domain::calendar::london;
use domain::matching::{Refusal, rank};
use domain::question::{Item, Reader, may_disclose, outlook_with};
use web::{Problem, Request, Response};

/// Matches shown at once.
const SHOWN_MAX: usize = 20;

pub async fn ranked(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let (case, now) = (&loaded.case, context.now());
    let reader = Reader::of(&by).ok_or_else(Problem::not_found)?;
    may_disclose(case, Item::Brief, &reader, now)?;
    let needs = case.casework.needs.as_ref();
    let needs = needs.ok_or(domain::Refusal::from(Refusal::NeedsNotRecorded))?;

    let network = context.directory.specialists_of(&needs.specialty).await?;
    let ranked = rank(case, &network, london(now).date());

    let matches = ranked.into_iter().take(SHOWN_MAX).map(|one| RankedMatch {
        expected: outlook_with(case, one.specialist, now),
        specialist: one.specialist.id.clone(),
        name: one.specialist.name.clone(),
        report_days: one.specialist.report_days,
        reasons: one.reasons,
    });
    Ok(Response::json(200, &RankedMatches { matches: matches.collect() }))
}
