//! Agreeing a contract, and declaring how many people it covers.

use crate::Context;
use crate::once::once;
use api::billing::{AgreeContract, DeclareHeads};
use domain::billing::{Contract, HeadCount};
use domain::ids::ClientId;
use store::LedgerError;
use web::{CHANGED_MEANWHILE, Problem, Request, Response};

/// A contract never overlaps another of that client.
pub async fn agree(context: &Context, request: &Request) -> Result<Response, Problem> {
    context.callers.staff(request).await?;
    request.idempotency_key()?;
    let AgreeContract { id, client, from, until, basis } = request.json()?;
    let contract = Contract { id, client, from: from.into(), until: until.map(Into::into), basis };
    if !contract.is_sound() {
        return Err(Problem::bad_field("basis", "a date or an amount cannot be right"));
    }
    let answer = Response::json(201, &contract);
    let once = once(context, request, &answer).await?;
    is_known(context, &contract.client).await?;

    let agreed = context.ledger.agreed(&contract.client).await?;
    if let Some(refused) = in_the_way(&agreed.contracts, &contract) {
        return once.or_again(context, refused).await;
    }
    let put = context.ledger.put_contract(&context.covers, &contract, &agreed, once.part.clone());
    match put.await {
        Ok(()) => Ok(answer),
        Err(LedgerError::Fault(fault)) => Err(fault.into()),
        Err(LedgerError::ChangedMeanwhile) => {
            let detail = "another contract of the client was agreed at the same moment";
            once.or_again(context, Problem::new(409, CHANGED_MEANWHILE, detail)).await
        }
        Err(_) => once.or_again(context, exists()).await,
    }
}

/// Whom the directory does not know is a slip of the pen, and would be billed for ever.
async fn is_known(context: &Context, client: &ClientId) -> Result<(), Problem> {
    let known = context.directory.client(client).await?;
    let known = known.is_some_and(|client| client.standing.is_current());
    let unknown = || Problem::new(409, "unknown-client", "there is no current client with this id");
    known.then_some(()).ok_or_else(unknown)
}

fn in_the_way(others: &[Contract], contract: &Contract) -> Option<Problem> {
    if others.iter().any(|other| other.id == contract.id) {
        return Some(exists());
    }
    let detail = "the client already has a contract for some of these days";
    let overlaps = others.iter().any(|other| other.overlaps(contract));
    overlaps.then(|| Problem::new(409, "contract-overlaps", detail))
}

fn exists() -> Problem {
    Problem::new(409, "contract-exists", "a contract with this id is there")
}

pub async fn declare(context: &Context, request: &Request) -> Result<Response, Problem> {
    context.callers.staff(request).await?;
    request.idempotency_key()?;
    let DeclareHeads { client, from, heads } = request.json()?;
    let count = HeadCount { from: from.into(), heads };
    if !count.is_sound() {
        return Err(Problem::bad_field("heads", "so many people cannot be covered"));
    }
    let answer = Response::json(201, &count);
    let once = once(context, request, &answer).await?;
    is_known(context, &client).await?;

    let (ledger, now) = (&context.ledger, context.clock.now());
    match ledger.declare_heads(&client, &count, once.part.clone(), now).await {
        Ok(()) => Ok(answer),
        Err(LedgerError::Fault(fault)) => Err(fault.into()),
        Err(_) => {
            let detail = "heads were declared at the same moment";
            once.or_again(context, Problem::new(409, CHANGED_MEANWHILE, detail)).await
        }
    }
}
