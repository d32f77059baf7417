//! Relay: what was stored in a case's log is told to the bus, at least once.

mod batch;

use batch::Batch;
use bus::Bus;
use runtime::{Aws, Fault, Settings, StartError};
use serde_json::Value;

fn bus(aws: &Aws, settings: Settings) -> Result<Bus, StartError> {
    Ok(Bus::new(aws, settings.required("BUS")?))
}

/// A batch of the table's stream, answered with what must come again.
async fn hear(bus: &Bus, event: &Value) -> Result<Value, Fault> {
    let batch = Batch::read(event);
    let failed = batch.publish(bus).await;
    tracing::info!(records = batch.len(), failed = failed.len(), "relayed");
    Ok(Batch::answer(&failed))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::listen(bus, hear).await
}
