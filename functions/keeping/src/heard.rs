//! The long work behind an erasure and behind a request for subject access. Each is safe to hear again.

use crate::{Context, copy, erase};
use domain::Event;
use domain::keeping::Event as Keeping;
use serde_json::Value;
use web::Problem;

pub async fn hear(context: &Context, event: &Value) -> Result<(), Problem> {
    if let Some(day) = handler::swept(event) {
        return Ok(erase::finish(context, day).await?);
    }
    let stored = handler::told(event)?;
    // Decided by what the log says at that place, never by what the event claims.
    let recorded = context.files.cases.event(&stored.case, stored.sequence).await?;
    let Some(Event::Keeping(event)) = recorded.map(|recorded| recorded.event) else {
        return Ok(());
    };
    match event {
        Keeping::Erased { .. } => Ok(erase::sweep(context, &stored.case).await?),
        Keeping::SubjectAccessAsked { .. } => Ok(copy::make(context, &stored.case).await?),
        Keeping::CopyReady(_) | Keeping::LegalHoldPlaced { .. } | Keeping::LegalHoldLifted => {
            Ok(())
        }
    }
}
