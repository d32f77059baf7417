//! Notify: the letters that follow from a stored event, each sent once; and what SES says of them.

mod calendar;
mod claim;
mod letter;
mod recipients;
mod returned;
mod sweep;

use mail::Post;
use runtime::{Aws, Fault, Settings, StartError};
use serde_json::Value;

/// What this function is given beside the context of every function.
#[derive(Debug)]
struct Own {
    cases_table: String,
    post: Post,
}

type Context = handler::Context<Own>;

/// The clinical key is not among what this function is given.
fn context(aws: &Aws, settings: Settings) -> Result<Context, StartError> {
    let own = Own {
        cases_table: settings.required("CASES_TABLE")?,
        post: Post::from_settings(aws, settings)?,
    };
    Ok(Context::new(aws, settings, own)?)
}

/// An event of ours leads to letters; one of SES tells that a letter did not arrive.
async fn hear(context: &Context, event: &Value) -> Result<Value, Fault> {
    if event["source"] == "aws.ses" {
        returned::note(context, event).await?;
    } else if let Some(day) = handler::swept(event) {
        let letters = sweep::send_unsent(context, day).await?;
        tracing::info!(letters, "swept");
    } else {
        let letters = letter::tell(context, &handler::told(event)?).await?;
        tracing::info!(letters, "notified");
    }
    Ok(Value::Null)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StartError> {
    handler::listen(context, hear).await
}
