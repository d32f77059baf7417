//! A fee for copying the records, claimed by the doctor or their secretary. We pay it; the member never
//! hears of it.

use crate::{Context, enter, lead_back};
use api::records::FeeForm;
use domain::records::Command;
use web::{Problem, Request, Response};

pub async fn claim(context: &Context, request: &Request) -> Result<Response, Problem> {
    let pence = request.form::<FeeForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let claim = Command::ClaimCopyingFee { pence };
    let act = context.act_as(&visit, claim);
    lead_back(context, &visit, act, file).await
}
