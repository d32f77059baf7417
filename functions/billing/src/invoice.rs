//! Showing a closed invoice: references and counts, never a name.

use crate::Context;
use domain::billing::{Draft, Month};
use domain::ids::ClientId;
use serde::Serialize;
use web::{ApiScope, Problem, Request, Response};

#[derive(Serialize)]
struct Shown<'a> {
    number: &'a str,
    #[serde(flatten)]
    draft: &'a Draft,
    /// Each line in words, in the same order.
    texts: Vec<String>,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    context.callers.staff(request, ApiScope::Finance).await?;
    let (client, month): (ClientId, Month) = (request.id("client")?, request.id("month")?);

    let invoice = context.ledger.invoice(&client, month).await?.ok_or_else(Problem::not_found)?;

    let texts = invoice.draft.lines.iter().map(|line| line.kind.in_words(month)).collect();
    let shown = Shown { number: &invoice.number, draft: &invoice.draft, texts };
    Ok(Response::json(200, &shown))
}
