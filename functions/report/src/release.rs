//! Releasing a report to the member.

use crate::Room;
use domain::report::{CallOffered, Command};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Call {
    Offered,
    NotOffered,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    call: Call,
}

pub async fn release(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.at_case(request, &[]).await?;
    let asked: Release = request.json()?;

    let call = matches!(asked.call, Call::Offered).then_some(CallOffered);
    room.act(file.loaded, &by, Command::Release { call }, Vec::new()).await
}
