//! The specialist has reviewed the case, and advises how to consult.

use crate::{Context, back, enter};
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

pub async fn review(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked: Review = request.form(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let command = Command::Review { mode: Some(asked.mode), sheet: None };
    context.act_as(&visit, command).insist_on(file.loaded).await?;
    Ok(back(Purpose::Opinion, &visit))
}
