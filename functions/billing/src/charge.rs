//! Charging what a stored event has made due, once. The event only says where to look.

use crate::Room;
use domain::billing::{Month, charge};
use domain::ids::CaseId;
use runtime::Fault;
use serde_json::Value;
use store::LedgerError;
use web::Problem;

/// Months after its own that a late charge may fall into: the first that is still open takes it.
const MONTHS_LATE_MAX: usize = 24;

pub async fn hear(room: &Room, event: &Value) -> Result<(), Problem> {
    let bad = || Problem::from(Fault::broken("hearing an event", "not of the expected form"));
    let detail = &event["detail"];
    let case: CaseId = detail["case"].as_str().and_then(|id| id.parse().ok()).ok_or_else(bad)?;
    let sequence = detail["sequence"].as_u64().ok_or_else(bad)?;
    let Some(loaded) = room.cases.load(&case).await? else {
        return Ok(());
    };
    let Some(recorded) = room.cases.event(&case, sequence).await? else {
        return Ok(());
    };
    let Some(received) = &loaded.case.received else {
        return Ok(());
    };

    let contracts = room.ledger.contracts(&received.client).await?;
    let contract = contracts.iter().find(|contract| contract.id == received.contract);
    // Cover without its contract in the ledger is our mistake: the event waits until it is mended.
    let contract = contract.ok_or_else(|| Fault::broken("charging", "the contract is missing"))?;
    let Some(charge) = charge(&loaded.case, &recorded, contract) else {
        return Ok(());
    };
    let mut month = Month::of(recorded.at);
    for _ in 0..MONTHS_LATE_MAX {
        match room.ledger.put_charge(&charge, month).await {
            Ok(()) | Err(LedgerError::AlreadyThere) => return Ok(()),
            Err(LedgerError::MonthClosed) => month = month.after(),
            Err(LedgerError::Fault(fault)) => return Err(fault.into()),
        }
    }
    Err(Fault::broken("charging", "no month is open").into())
}
