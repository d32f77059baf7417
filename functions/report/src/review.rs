//! The specialist has reviewed the case, and advises how to consult.

use crate::Room;
use domain::access::Purpose;
use domain::report::Command;
use domain::scheduling::Mode;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Review {
    mode: Mode,
}

pub async fn review(room: &Room, request: &Request) -> Result<Response, Problem> {
    let asked: Review = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request, Purpose::Opinion).await?;

    let command = Command::Review { mode: Some(asked.mode), sheet: None };
    room.act_on_page(Purpose::Opinion, &visit, file.loaded, command, Vec::new()).await
}
