//! Cover: another nurse acts for the owner until a moment.

use crate::Room;
use domain::casework::Command;
use domain::ids::StaffId;
use jiff::Timestamp;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cover {
    nurse: StaffId,
    /// The first moment at which they no longer act.
    until: Timestamp,
}

pub async fn cover(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.head(request).await?;
    let asked: Cover = request.json()?;
    room.is_nurse(&asked.nurse).await?;

    let command = Command::Cover { nurse: asked.nurse, until: asked.until };
    room.act(loaded, &by, command, Vec::new()).await
}
