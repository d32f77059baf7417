//! Showing a closed invoice: references and counts, never a name.

use crate::Context;
use api::billing::InvoiceShown;
use domain::billing::{Invoice, Month};
use domain::ids::ClientId;
use web::{Problem, Request, Response};

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    context.callers.staff(request).await?;
    let (client, month): (ClientId, Month) = (request.id("client")?, request.id("month")?);

    let invoice = context.ledger.invoice(&client, month).await?.ok_or_else(Problem::not_found)?;

    let (Invoice { number, totals }, lines) = invoice;
    let texts = lines.iter().map(|line| line.kind.in_words(month)).collect();
    Ok(Response::json(200, &InvoiceShown { number, totals, lines, texts }))
}
