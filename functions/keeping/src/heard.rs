//! The long work behind an erasure, behind a request for subject access, and behind a file that was taken back.
//! Each is safe to hear again.

use crate::{Context, copy, erase};
use domain::Event;
use domain::keeping::Event as Keeping;
use domain::records::Event as Records;
use serde_json::Value;
use web::Problem;

pub async fn hear(context: &Context, event: &Value) -> Result<(), Problem> {
    if let Some(day) = handler::swept(event) {
        return Ok(erase::finish(context, day).await?);
    }
    let stored = handler::told(event)?;
    // Decided by what the log says at that place, never by what the event claims.
    let recorded = context.files.cases.event(&stored.case, stored.sequence).await?;
    let event = recorded.map(|recorded| recorded.event);
    if let Some(Event::Records(Records::DocumentTakenBack { .. })) = event {
        return Ok(copy::drop_spoiled(context, &stored.case).await?);
    }
    let Some(Event::Keeping(event)) = event else {
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
