//! Clock: asks the domain what is due of each case that must be looked at, and carries it out.

use domain::clock::due_commands;
use domain::{Actor, ids::CaseId};
use jiff::Timestamp;
use lambda_runtime::{LambdaEvent, service_fn};
use runtime::{Aws, Clock, Fault, Settings, StartError, counted};
use serde_json::{Value, json};
use store::{AppendError, Cases, Change};

/// Cases looked at in one run; the rest come with the next.
const CASES_MAX: usize = 500;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    runtime::start_logging();
    let settings = Settings;
    let aws = Aws::from_environment().await;
    let clock = Clock::from_settings(&settings);
    let cases = Cases::new(&aws, settings.required("CASES_TABLE")?);
    let (clock, cases) = (&clock, &cases);
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Value>| async move {
        let (outcome, steps) = counted(run(cases, clock.now())).await;
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

/// Returns how many commands were carried out. One case that fails does not hold up the others.
async fn run(cases: &Cases, now: Timestamp) -> Result<usize, Fault> {
    let mut done = 0;
    for id in cases.to_wake(now, CASES_MAX).await? {
        match look(cases, &id, now).await {
            Ok(commands) => done += commands,
            Err(error) => tracing::error!(case = id.as_str(), %error, "not looked at"),
        }
    }
    Ok(done)
}

async fn look(cases: &Cases, id: &CaseId, now: Timestamp) -> Result<usize, AppendError> {
    let Some(mut loaded) = cases.load(id).await? else {
        return Ok(0);
    };
    let due = due_commands(&loaded.case, now);
    let count = due.len();
    for command in due {
        let events = loaded.case.decide(&Actor::Clock, command, now)?;
        loaded = cases.append(loaded, Change::of(&Actor::Clock, events), now).await?;
    }
    Ok(count)
}
