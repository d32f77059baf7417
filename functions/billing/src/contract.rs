//! Agreeing a contract, and declaring how many people it covers.

use crate::Context;
use domain::billing::{Contract, HeadCount};
use domain::ids::ClientId;
use jiff::civil::Date;
use serde::Deserialize;
use store::LedgerError;
use web::{ApiScope, Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declare {
    client: ClientId,
    from: Date,
    heads: u32,
}

/// A contract never overlaps another of that client.
pub async fn agree(context: &Context, request: &Request) -> Result<Response, Problem> {
    context.callers.staff(request, ApiScope::Finance).await?;
    let contract: Contract = request.json()?;

    let others = context.ledger.contracts(&contract.client).await?;
    if others.iter().any(|other| other.overlaps(&contract)) {
        let detail = "the client already has a contract for some of these days";
        return Err(Problem::new(409, "contract-overlaps", detail));
    }
    if !contract.is_sound() {
        return Err(Problem::bad_field("contract", "a date or an amount cannot be right"));
    }
    match context.ledger.put_contract(&contract).await {
        Ok(()) => {}
        Err(LedgerError::Fault(fault)) => return Err(fault.into()),
        Err(_) => {
            return Err(Problem::new(409, "contract-exists", "a contract with this id is there"));
        }
    }
    Ok(Response::json(201, &contract))
}

pub async fn declare(context: &Context, request: &Request) -> Result<Response, Problem> {
    context.callers.staff(request, ApiScope::Finance).await?;
    let asked: Declare = request.json()?;

    let count = HeadCount { from: asked.from, heads: asked.heads };
    context.ledger.declare_heads(&asked.client, &count, context.clock.now()).await?;
    Ok(Response::json(201, &count))
}
