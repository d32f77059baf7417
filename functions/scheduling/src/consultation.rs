//! Noting that the consultation was held, or who did not come.

use crate::Context;
use domain::scheduling::{Absentee, Command};
use handler::progress;
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

pub async fn note(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let Note { outcome } = request.json()?;

    let command = match outcome {
        Outcome::Held => Command::NoteHeld,
        Outcome::Missed { by } => Command::NoteMissed { by },
    };
    let after = context.act(&by, command).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}
