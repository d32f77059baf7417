//! The member's answer afterwards: did they follow it?

use crate::{Context, back, enter_own};
use api::report::FollowUpForm;
use domain::access::Purpose;
use domain::report::Command;
use web::{Problem, Request, Response};

pub async fn answer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let followed = request.form::<FollowUpForm>(&context.base_url)?;
    let (visit, file) = enter_own(context, request).await?;

    let command = Command::AnswerFollowUp { followed, sheet: None };
    context.act_as(&visit, command).insist_on(file.loaded).await?;
    Ok(back(Purpose::Report, &visit))
}
