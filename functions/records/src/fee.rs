//! A fee for copying the records, claimed by the doctor or their secretary. We pay it; the member never
//! hears of it.

use crate::{Context, back, enter};
use domain::money::Pence;
use domain::records::Command;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claim {
    /// Pounds with or without pence, such as `50` or `49.50`.
    pounds: String,
}

pub async fn claim(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked: Claim = request.form(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;
    let wrong = || Problem::bad_field("pounds", "write it like 50 or 49.50");
    let pence = Pence::parse_pounds(&asked.pounds).ok_or_else(wrong)?;

    let claim = Command::ClaimCopyingFee { pence };
    context.act_as(&visit, claim).insist_on(file.loaded).await?;
    Ok(back(&visit))
}
