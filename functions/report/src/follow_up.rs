//! The member's answer afterwards: did they follow it?

use crate::{Context, back, enter_own};
use domain::access::Purpose;
use domain::report::{Command, Followed};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FollowUp {
    followed: Followed,
}

pub async fn answer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked: FollowUp = request.form(&context.base_url)?;
    let (visit, file) = enter_own(context, request).await?;

    let command = Command::AnswerFollowUp { followed: asked.followed, sheet: None };
    context.act_as(&visit, command).insist_on(file.loaded).await?;
    Ok(back(Purpose::Report, &visit))
}
