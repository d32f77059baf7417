//! Clock: asks the domain what is due of each case that must be looked at, and carries it out; erases
//! what is kept no longer; and once a day anchors the logs and looks for what was left undone.

mod daily;
mod due;
mod retention;

use bus::Bus;
use domain::calendar::london;
use jiff::ToSpan;
use retention::Retention;
use runtime::{Aws, Clock, Fault, Settings, StartError};
use serde_json::{Value, json};
use store::{Access, Cases, Keys, Told};
use vault::Anchors;

/// What this function is given. It opens nothing: of the keys it can only destroy one.
#[derive(Debug)]
struct Context {
    clock: Clock,
    cases: Cases,
    keys: Keys,
    access: Access,
    anchors: Anchors,
    bus: Bus,
    told: Told,
    retention: Retention,
}

fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    Ok(Context {
        clock: Clock::from_settings(&settings),
        cases: Cases::new(aws, settings.required("CASES_TABLE")?),
        keys: Keys::new(aws, settings.required("KEYS_TABLE")?),
        access: Access::new(aws, settings.required("ACCESS_TABLE")?),
        anchors: Anchors::new(aws, settings.required("ANCHORS_BUCKET")?),
        bus: Bus::new(aws, settings.required("BUS")?),
        told: Told::new(aws, settings.required("TOLD_TABLE")?),
        retention: settings.required("RETENTION")?.parse()?,
    })
}

/// The schedule's own input says which of the two it is. Answers with how much was done.
async fn hear(context: &Context, event: &Value) -> Result<Value, Fault> {
    let now = context.clock.now();
    let done = if event["schedule"] == "daily" {
        let meant = handler::meant_for(event, now)?;
        daily::look(context, london(meant).date().saturating_sub(1.day())).await?
    } else {
        due::carry_out(&context.cases, now).await? + retention::erase(context, now).await?
    };
    tracing::info!(done, "clock ran");
    Ok(json!({"done": done}))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::listen(context, hear).await
}
