//! The specialist has reviewed the case, and advises how to consult.

use crate::{Context, enter, lead_back};
use api::report::{ReviewDone, ReviewForm};
use domain::access::Purpose;
use domain::report::Command;
use domain::sheet::Words;
use web::{Problem, Request, Response};

pub async fn review(context: &Context, request: &Request) -> Result<Response, Problem> {
    let ReviewDone { mode, words } = request.form::<ReviewForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let words = words.map(|words| file.seal(&Words::from(words))).transpose()?;
    let sheet = words.as_ref().map(|words| words.id.clone());
    let command = Command::Review { mode: Some(mode), sheet };
    let act = context.act_as(&visit, command).sheets(words);
    lead_back(context, Purpose::Opinion, &visit, act, file).await
}
