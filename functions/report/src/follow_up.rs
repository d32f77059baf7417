//! The member's answer afterwards: did they follow it?

use crate::Room;
use domain::access::Purpose;
use domain::report::{Command, Followed};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FollowUp {
    followed: Followed,
}

pub async fn answer(room: &Room, request: &Request) -> Result<Response, Problem> {
    let asked: FollowUp = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request, Purpose::Report).await?;

    let command = Command::AnswerFollowUp { followed: asked.followed, sheet: None };
    room.act_on_page(Purpose::Report, &visit, file.loaded, command, Vec::new()).await
}
