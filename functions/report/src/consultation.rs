//! What became of the consultation, as the specialist says on their page.

use crate::Context;
use api::scheduling::ConsultationForm;
use domain::access::{AT_THE_DESK, Purpose};
use domain::scheduling::Command;
use web::{Problem, Request, Response, landing};

pub async fn note(context: &Context, request: &Request) -> Result<Response, Problem> {
    let outcome = request.form::<ConsultationForm>(&context.base_url)?;
    let (visit, loaded) = context.enter_head(request, &AT_THE_DESK).await?;

    let act = context.act_as(&visit, Command::from(outcome));
    context.lead_on(&visit, act, loaded, &landing(Purpose::Opinion, &visit.selector)).await
}
