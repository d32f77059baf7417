//! Notify: the letters that follow from a stored event, each sent once.

mod letter;
mod returned;

use casefile::CaseFiles;
use lambda_runtime::{LambdaEvent, service_fn};
use mail::Post;
use runtime::{Aws, Clock, Fault, Settings, StartError, counted};
use serde_json::Value;
use store::Directory;

/// What this function is given. The clinical key is not among it.
struct Room {
    clock: Clock,
    files: CaseFiles,
    cases_table: String,
    directory: Directory,
    post: Post,
    base_url: String,
    /// The number that answers while no nurse is assigned.
    service_phone: String,
}

impl Room {
    /// An event of ours leads to letters; one of SES tells that a letter did not arrive.
    async fn hear(&self, event: &Value) -> Result<usize, Fault> {
        if event["source"] == "aws.ses" {
            self.note_returned(event).await
        } else {
            self.tell(event).await
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    runtime::start_logging();
    let settings = Settings;
    let aws = Aws::from_environment().await;
    let from = settings.required("MAIL_FROM")?;
    let room = Room {
        clock: Clock::from_settings(&settings),
        files: CaseFiles::new(&aws, settings)?,
        cases_table: settings.required("CASES_TABLE")?,
        directory: Directory::new(&aws, settings.required("DIRECTORY_TABLE")?),
        post: Post::new(&aws, from, settings.required("MAIL_CONFIGURATION")?),
        base_url: settings.required("BASE_URL")?,
        service_phone: settings.required("SERVICE_PHONE")?,
    };
    let room = &room;
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Value>| async move {
        let (outcome, steps) = counted(room.hear(&event.payload)).await;
        let (steps, request_id) = (steps.steps, &event.context.request_id);
        match &outcome {
            Ok(letters) => tracing::info!(letters, steps, request_id, "notified"),
            Err(fault) => tracing::error!(%fault, steps, request_id, "not notified"),
        }
        // A failed event comes again, and after its retries goes to the failure queue.
        outcome.map(|_| Value::Null).map_err(StartError::from)
    }))
    .await
}
