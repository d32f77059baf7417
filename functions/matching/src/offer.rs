//! Offering two or three specialists to the member.

use crate::Context;
use domain::ids::SpecialistId;
use domain::matching::Command;
use futures::future;
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Offer {
    specialists: Vec<SpecialistId>,
}

pub async fn offer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: Offer = request.json()?;

    let entries = asked.specialists.iter().take(4).map(|id| context.directory.specialist(id));
    let found: Option<Vec<_>> = future::try_join_all(entries).await?.into_iter().collect();
    let specialists = found
        .ok_or_else(|| Problem::bad_field("specialists", "one of them is not in the directory"))?;

    let after = context.act(&by, Command::Offer { specialists }).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}
