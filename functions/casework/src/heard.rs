//! What this function does when it hears of an event: the long work behind an erasure and behind a
//! request for subject access. Each is safe to hear again.

use crate::{Room, bundle, erase};
use bus::{SOURCE, Stored};
use domain::Event;
use domain::casework::Event as Casework;
use runtime::Fault;
use serde_json::Value;
use web::{Problem, Response};

pub async fn hear(room: &Room, event: &Value) -> Result<Response, Problem> {
    const DOING: &str = "hearing an event";
    if event["source"] != SOURCE {
        return Err(Fault::broken(DOING, "not one of ours").into());
    }
    let stored: Stored = serde_json::from_value(event["detail"].clone())
        .map_err(|_| Fault::broken(DOING, "not of the expected form"))?;
    // Decided by what the log says at that place, never by what the event claims.
    let recorded = room.files.cases.event(&stored.case, stored.sequence).await?;
    match recorded.map(|recorded| recorded.event) {
        Some(Event::Casework(Casework::Erased { .. })) => {
            erase::sweep(room, &stored.case).await?;
        }
        Some(Event::Casework(Casework::SubjectAccessAsked { .. })) => {
            bundle::make(room, &stored.case).await?;
        }
        _ => {}
    }
    Ok(Response::text(200, "text/plain", String::new()))
}
