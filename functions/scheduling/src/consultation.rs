//! Noting that the consultation was held, or who did not come.

use crate::Room;
use domain::scheduling::{Absentee, Command};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum Outcome {
    Held,
    Missed { by: Absentee },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    outcome: Outcome,
}

pub async fn note(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.open(request).await?;
    let Note { outcome } = request.json()?;

    let command = match outcome {
        Outcome::Held => Command::Hold,
        Outcome::Missed { by } => Command::Miss { by },
    };
    room.act(loaded, &by, command, Vec::new()).await
}
