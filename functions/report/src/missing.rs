//! The specialist finds that a record is missing: the doctors are asked for it.

use crate::{Context, enter, lead_back};
use api::records::{AskItems, MissingForm};
use domain::access::Purpose;
use domain::records::Command;
use domain::sheet::Words;
use web::{Problem, Request, Response};

pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let AskItems { items, doctor, reason } = request.form::<MissingForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let sheet = reason.map(|reason| file.seal(&Words::from(reason))).transpose()?;
    let reason = sheet.as_ref().map(|sheet| sheet.id.clone());
    let act = context.act_as(&visit, Command::AskItems { items, doctor, reason }).sheets(sheet);
    lead_back(context, Purpose::Opinion, &visit, act, file).await
}
