//! A case that ended with an appointment to come: its slot is free again.
//!
//! The cancellation itself is in the log, written in the transaction of the end. A live case gives its
//! slot back in the transaction that cancels, so only ended ones are looked at here.

use crate::Context;
use domain::follow::freed;
use serde_json::Value;
use web::Problem;

pub async fn hear(context: &Context, event: &Value) -> Result<(), Problem> {
    let stored = handler::told(event)?;
    let cases = &context.files.cases;
    let (loaded, recorded) = futures::future::try_join(
        cases.load(&stored.case),
        cases.event(&stored.case, stored.sequence),
    )
    .await?;
    let (Some(loaded), Some(recorded)) = (loaded, recorded) else {
        return Ok(());
    };
    if let Some(held) = freed(&loaded.case, &recorded) {
        let quanta = held.slot.quantum_starts();
        context.directory.give_back(&held.specialist, &quanta, &stored.case).await?;
    }
    Ok(())
}
