//! The member's answer afterwards: did they follow it, and what else they want to say.

use crate::{Context, enter_own, lead_back};
use api::report::{FollowUpForm, FollowedUp};
use domain::access::Purpose;
use domain::report::Command;
use domain::sheet::Words;
use web::{Problem, Request, Response};

pub async fn answer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let FollowedUp { followed, words } = request.form::<FollowUpForm>(&context.base_url)?;
    let (visit, file) = enter_own(context, request).await?;

    let words = words.map(|words| file.seal(&Words::from(words))).transpose()?;
    let sheet = words.as_ref().map(|words| words.id.clone());
    let command = Command::AnswerFollowUp { followed, sheet };
    let act = context.act_as(&visit, command).sheets(words);
    lead_back(context, Purpose::Report, &visit, act, file).await
}
