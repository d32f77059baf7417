//! Offering two or three specialists to the member.

use crate::Context;
use api::matching::OfferSpecialists;
use domain::matching::Command;
use futures::future;
use web::{Problem, Request, Response};

pub async fn offer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: OfferSpecialists = request.json()?;

    let entries = asked.specialists.iter().take(4).map(|id| context.directory.specialist(id));
    let found: Option<Vec<_>> = future::try_join_all(entries).await?.into_iter().collect();
    let specialists = found
        .ok_or_else(|| Problem::bad_field("specialists", "one of them is not in the directory"))?;

    context.progress(request, context.act(&by, Command::Offer { specialists }), loaded).await
}
