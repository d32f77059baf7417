//! The specialist has reviewed the case, and advises how to consult.

use crate::{Context, back, enter};
use api::report::ReviewForm;
use domain::access::Purpose;
use domain::report::Command;
use web::{Problem, Request, Response};

pub async fn review(context: &Context, request: &Request) -> Result<Response, Problem> {
    let mode = request.form::<ReviewForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let command = Command::Review { mode: Some(mode), sheet: None };
    context.act_as(&visit, command).insist_on(file.loaded).await?;
    Ok(back(Purpose::Opinion, &visit))
}
