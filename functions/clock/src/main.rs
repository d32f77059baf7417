//! Clock: asks the domain what is due of each case that must be looked at, and carries it out; erases
//! what is kept no longer; and anchors each day's logs.

mod due;
mod retention;

use domain::calendar::london;
use jiff::ToSpan;
use lambda_runtime::{LambdaEvent, service_fn};
use retention::Retention;
use runtime::{Aws, Clock, Fault, Settings, StartError, counted};
use serde_json::{Value, json};
use store::{Access, Cases, Keys};
use vault::Anchors;

/// What this function is given. It opens nothing: of the keys it can only destroy one.
struct Room {
    clock: Clock,
    cases: Cases,
    keys: Keys,
    access: Access,
    anchors: Anchors,
    retention: Retention,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    runtime::start_logging();
    let settings = Settings;
    let aws = Aws::from_environment().await;
    let room = Room {
        clock: Clock::from_settings(&settings),
        cases: Cases::new(&aws, settings.required("CASES_TABLE")?),
        keys: Keys::new(&aws, settings.required("KEYS_TABLE")?),
        access: Access::new(&aws, settings.required("ACCESS_TABLE")?),
        anchors: Anchors::new(&aws, settings.required("ANCHORS_BUCKET")?),
        retention: settings.required("RETENTION")?.parse()?,
    };
    let room = &room;
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Value>| async move {
        let (outcome, steps) = counted(run(room, &event.payload)).await;
        let (steps, request_id) = (steps.steps, &event.context.request_id);
        match outcome {
            Ok(done) => {
                tracing::info!(done, steps, request_id, "clock ran");
                Ok(json!({"done": done}))
            }
            Err(fault) => {
                tracing::error!(%fault, steps, request_id, "clock failed");
                Err(StartError::from(fault))
            }
        }
    }))
    .await
}

/// Returns how much was done. The schedule's own input says which of the two it is.
async fn run(room: &Room, event: &Value) -> Result<usize, Fault> {
    let now = room.clock.now();
    if event["schedule"] == "anchor" {
        let yesterday = london(now).date().saturating_sub(1.day());
        return casefile::anchor(&room.cases, &room.access, &room.anchors, yesterday).await;
    }
    let done = due::carry_out(&room.cases, now).await?;
    Ok(done + retention::erase(room, now).await?)
}
