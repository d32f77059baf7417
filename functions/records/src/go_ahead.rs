//! The treating doctor confirms, or objects with a reason.

use crate::{Context, enter, lead_back};
use api::records::{GoAheadAnswered, GoAheadForm};
use domain::records::Command;
use domain::sheet::Words;
use web::{Problem, Request, Response};

pub async fn answer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let answer = request.form::<GoAheadForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let act = match answer {
        GoAheadAnswered::Confirm { shown } => context.act_as(&visit, Command::Confirm { shown }),
        GoAheadAnswered::Object { reason } => {
            let reason = file.seal(&Words::from(reason))?;
            let object = Command::Object { reason: reason.id.clone() };
            context.act_as(&visit, object).sheet(reason)
        }
    };
    lead_back(context, &visit, act, file).await
}
