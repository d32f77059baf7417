//! The treating doctor confirms, or objects with a reason.

use crate::{Context, back, enter};
use domain::Private;
use domain::records::Command;
use domain::sheet::Words;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Decision {
    Confirm,
    Object,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GoAheadForm {
    answer: Decision,
    #[serde(default)]
    reason: Option<Private<String>>,
}

pub async fn answer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked: GoAheadForm = request.form(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let act = match asked.answer {
        Decision::Confirm => context.act_as(&visit, Command::Confirm),
        Decision::Object => {
            let reason = file.seal(&Words::typed(&asked.reason.unwrap_or_default())?)?;
            let object = Command::Object { reason: reason.id.clone() };
            context.act_as(&visit, object).sheet(reason)
        }
    };
    act.insist_on(file.loaded).await?;
    Ok(back(&visit))
}
