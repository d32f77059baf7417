//! Relay: what was stored in a case's log is told to the bus, at least once. It keeps how far each case was
//! told, so that a sweep finds what never was.

mod batch;

use batch::Batch;
use bus::Bus;
use runtime::{Aws, Fault, Settings, StartError};
use serde_json::Value;
use store::Told;

/// What this function is given.
#[derive(Debug)]
struct Context {
    bus: Bus,
    told: Told,
}

fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    let bus = Bus::new(aws, settings.required("BUS")?);
    Ok(Context { bus, told: Told::new(aws, settings.required("TOLD_TABLE")?) })
}

/// A batch of the table's stream, answered with what must come again.
async fn hear(context: &Context, event: &Value) -> Result<Value, Fault> {
    let batch = Batch::read(event);
    let failed = batch.publish(&context.bus).await;
    for (case, first, last) in batch.told(&failed) {
        // Without its mark it is told again by the next sweep, which is safe.
        if let Err(fault) = context.told.mark(&case, first, last).await {
            tracing::error!(%fault, "not marked");
        }
    }
    tracing::info!(records = batch.len(), failed = failed.len(), "relayed");
    Ok(Batch::answer(&failed))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::listen(context, hear).await
}
