//! An appointment that was cancelled with something else, the end of a case, a narrower consent or another
//! specialist: its slot is free again.
//!
//! The cancellation itself is in the log, written in the transaction of what it belongs to.

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
    if let Some(freed) = freed(&loaded.case, &recorded) {
        let at = cases.as_loaded(&loaded);
        context.own.slots.free(&freed.specialist, &freed.quanta, at).await?;
    }
    Ok(())
}
