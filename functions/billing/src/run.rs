//! The month's run: a draft for every client, then numbers in client order. Any number of runs,
//! at once or after a crash, give the same invoices. A client that cannot be billed is held back with its
//! reason, and stops nobody else.

use crate::Context;
use api::billing::{HeldBack, MonthClosed, RunMonth};
use domain::billing::{Invoice, Month, draft};
use domain::ids::ClientId;
use runtime::Fault;
use web::{Problem, Request, Response};

pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    context.callers.staff(request).await?;
    request.idempotency_key()?;
    let RunMonth { month } = request.json()?;
    if month.end() > domain::calendar::london(context.clock.now()).date() {
        return Err(Problem::new(409, "month-not-over", "a month is closed once it is over"));
    }
    Ok(Response::json(200, &close(context, month).await?))
}

/// The schedule's run fails at its end if a client was held back: it is tried again, and then somebody is
/// told by the failure queue.
pub async fn on_schedule(context: &Context, month: Month) -> Result<(), Problem> {
    let closed = close(context, month).await?;
    if closed.held_back.is_empty() {
        return Ok(());
    }
    Err(Fault::broken("closing a month", "a client was held back").into())
}

async fn close(context: &Context, month: Month) -> Result<MonthClosed, Problem> {
    let mut held_back = Vec::new();
    for client in context.ledger.clients().await? {
        if let Err(problem) = draft_for(context, &client, month).await {
            let reason = problem.code.to_owned();
            let fault = problem.fault.map(|fault| fault.to_string()).unwrap_or_default();
            tracing::error!(client = client.as_str(), %month, reason, fault, "client held back");
            held_back.push(HeldBack { client, reason });
        }
    }
    Ok(MonthClosed { month, invoices: number(context, month).await?, held_back })
}

/// Closes the month of a client, then reads what is in it: a charge that comes later falls into the next.
/// The first draft of a client's month is kept.
async fn draft_for(context: &Context, client: &ClientId, month: Month) -> Result<(), Problem> {
    let ledger = &context.ledger;
    ledger.close_month(client, month).await?;
    if ledger.has_draft(client, month).await? {
        return Ok(());
    }
    let contracts = ledger.contracts(client).await?;
    let counts = ledger.head_counts(client).await?;
    let charges = ledger.charges(client, month).await?;
    let too_much = |_| Problem::new(409, "too-much", "a sum is larger than an invoice can hold");
    let drafted = draft(client, month, &contracts, &counts, &charges).map_err(too_much)?;
    if let Some(drafted) = drafted {
        ledger.put_draft(&drafted).await?;
    }
    Ok(())
}

async fn number(context: &Context, month: Month) -> Result<Vec<Invoice>, Problem> {
    let mut invoices = Vec::new();
    for draft in context.ledger.drafts(month).await? {
        let number_of = |number: u64| format!("INV-{}-{number:06}", context.prefix);
        invoices.push(context.ledger.number_invoice(&draft, number_of).await?);
    }
    Ok(invoices)
}
