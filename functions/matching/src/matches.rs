//! The ranked matches of a case, with the reasons for each.

use crate::Context;
use domain::calendar::london;
use domain::ids::SpecialistId;
use domain::matching::{Reason, Refusal, rank};
use domain::question::{Item, Reader, may_disclose};
use domain::{Actor, Case};
use serde::Serialize;
use web::{Problem, Request, Response};

/// Matches shown at once.
const SHOWN_MAX: usize = 20;

#[derive(Serialize)]
struct Matches {
    matches: Vec<Match>,
}

#[derive(Serialize)]
struct Match {
    specialist: SpecialistId,
    name: String,
    report_days: u32,
    reasons: Vec<Reason>,
}

pub async fn ranked(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let (case, now) = (&loaded.case, context.now());
    own(&by, case, context)?;
    let needs = case.casework.needs.as_ref();
    let needs = needs.ok_or(domain::Refusal::from(Refusal::NeedsNotRecorded))?;

    let network = context.directory.specialists_of(&needs.specialty).await?;
    let ranked = rank(case, &network, london(now).date());

    let matches = ranked.into_iter().take(SHOWN_MAX).map(|one| Match {
        specialist: one.specialist.id.clone(),
        name: one.specialist.name.clone(),
        report_days: one.specialist.report_days,
        reasons: one.reasons,
    });
    Ok(Response::json(200, &Matches { matches: matches.collect() }))
}

fn own(by: &Actor, case: &Case, context: &Context) -> Result<(), Problem> {
    let Actor::Nurse(nurse) = by else {
        return Err(Problem::not_found());
    };
    may_disclose(case, Item::Brief, &Reader::Nurse(nurse.clone()), context.now())
        .map_err(|_| Problem::not_found())
}
