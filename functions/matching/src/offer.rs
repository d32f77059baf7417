//! Offering two or three specialists to the member.

use crate::Room;
use domain::ids::SpecialistId;
use domain::matching::Command;
use futures::future;
use serde::Deserialize;
use web::{Problem, Request, Response, progress};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Offer {
    specialists: Vec<SpecialistId>,
}

pub async fn offer(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.at_case(request).await?;
    let asked: Offer = request.json()?;

    let entries = asked.specialists.iter().take(4).map(|id| room.directory.specialist(id));
    let found: Option<Vec<_>> = future::try_join_all(entries).await?.into_iter().collect();
    let specialists = found
        .ok_or_else(|| Problem::bad_field("specialists", "one of them is not in the directory"))?;

    let after = room.act(loaded, &by, Command::Offer { specialists }, Vec::new()).await?;
    Ok(progress(&after.case, room.clock.now()))
}
