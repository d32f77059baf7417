//! Charging what a stored event has made due, once. The event only says where to look.

use crate::Context;
use domain::follow::{Stored, charge, months_of};
use runtime::Fault;
use store::LedgerError;
use web::Problem;

pub async fn hear(context: &Context, stored: &Stored) -> Result<(), Problem> {
    let Some(loaded) = context.cases.load(&stored.case).await? else {
        return Ok(());
    };
    let Some(recorded) = context.cases.event(&stored.case, stored.sequence).await? else {
        return Ok(());
    };
    let Some(received) = &loaded.case.received else {
        return Ok(());
    };

    let contracts = context.ledger.contracts(&received.client).await?;
    let contract = contracts.iter().find(|contract| contract.id == received.contract);
    // Cover without its contract in the ledger is our mistake: the event waits until it is mended.
    let contract = contract.ok_or_else(|| Fault::broken("charging", "the contract is missing"))?;
    let Some(charge) = charge(&loaded.case, &recorded, contract) else {
        return Ok(());
    };
    for month in months_of(&recorded) {
        match context.ledger.put_charge(&charge, month).await {
            Ok(()) | Err(LedgerError::AlreadyThere) => return Ok(()),
            Err(LedgerError::MonthClosed) => {}
            Err(LedgerError::ChangedMeanwhile) => {
                return Err(Fault::busy("charging", "the ledger changed meanwhile").into());
            }
            Err(LedgerError::Fault(fault)) => return Err(fault.into()),
        }
    }
    Err(Fault::broken("charging", "no month is open").into())
}
