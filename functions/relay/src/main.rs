//! Relay: what was stored in a case's log is told to the bus, at least once.

mod batch;

use batch::Batch;
use bus::Bus;
use lambda_runtime::{LambdaEvent, service_fn};
use runtime::{Aws, Settings, StartError, counted};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    runtime::start_logging();
    let aws = Aws::from_environment().await;
    let bus = Bus::new(&aws, Settings.required("BUS")?);
    let bus = &bus;
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Value>| async move {
        let batch = Batch::read(&event.payload);
        let (failed, steps) = counted(batch.publish(bus)).await;
        tracing::info!(
            records = batch.len(),
            failed = failed.len(),
            steps = steps.steps,
            request_id = event.context.request_id,
            "relayed"
        );
        Ok::<Value, StartError>(Batch::answer(&failed))
    }))
    .await
}
