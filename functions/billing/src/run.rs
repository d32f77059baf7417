//! The month's run: a draft for every client, then numbers in client order. Any number of runs,
//! at once or after a crash, give the same invoices.

use crate::Context;
use api::billing::{MonthClosed, RunMonth};
use domain::billing::{Invoice, Month, draft};
use runtime::Fault;
use web::{Problem, Request, Response};

pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    context.callers.staff(request).await?;
    request.idempotency_key()?;
    let RunMonth { month } = request.json()?;
    if month.end() > domain::calendar::london(context.clock.now()).date() {
        return Err(Problem::new(409, "month-not-over", "a month is closed once it is over"));
    }

    let invoices = close(context, month).await?;
    Ok(Response::json(200, &MonthClosed { month, invoices }))
}

/// Closes the month of every client, then reads what is in it: a charge that comes later falls into
/// the next. The first draft of a client's month is kept.
pub async fn close(context: &Context, month: Month) -> Result<Vec<Invoice>, Problem> {
    for client in context.ledger.clients().await? {
        context.ledger.close_month(&client, month).await?;
        let contracts = context.ledger.contracts(&client).await?;
        let counts = context.ledger.head_counts(&client).await?;
        let charges = context.ledger.charges(&client, month).await?;
        let drafted = draft(&client, month, &contracts, &counts, &charges)
            .map_err(|_| Fault::broken("drafting an invoice", "too much"))?;
        if let Some(drafted) = drafted {
            context.ledger.put_draft(&drafted).await?;
        }
    }
    number(context, month).await
}

async fn number(context: &Context, month: Month) -> Result<Vec<Invoice>, Problem> {
    let mut invoices = Vec::new();
    for draft in context.ledger.drafts(month).await? {
        let number_of = |number: u64| format!("INV-{}-{number:06}", context.prefix);
        invoices.push(context.ledger.number_invoice(&draft, number_of).await?);
    }
    Ok(invoices)
}
