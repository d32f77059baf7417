//! Setting when treatment is planned, and by when it must not be delayed.

use crate::Room;
use domain::casework::{Command, Dates};
use jiff::civil::Date;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    #[serde(default)]
    planned: Option<Date>,
    latest_safe: Date,
}

pub async fn set(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.head(request).await?;
    let asked: Set = request.json()?;

    let dates = Dates { planned: asked.planned, latest_safe: asked.latest_safe };
    room.act(loaded, &by, Command::SetDates(dates), Vec::new()).await
}
