//! A fresh link for someone on the phone: to the address on file, and nowhere else.

use crate::Context;
use domain::Party;
use domain::access::{Command, Purpose};
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Send {
    /// For whom it is, such as `member` or `doctor-d-1`.
    party: String,
}

pub async fn send(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: Send = request.json()?;
    let unknown = |_| Problem::bad_field("party", "unknown party: use `member` or `doctor-<id>`");
    let party: Party = asked.party.parse().map_err(unknown)?;

    // What it opens follows from how far the case is.
    let command = Command::AskLink { party, purpose: Purpose::OwnCase };
    let after = context.act(&by, command).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}
