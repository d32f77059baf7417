//! The first keeper of a stack: named by whoever may invoke this function, once, while there is none. Everybody
//! else is entered through the API.

use crate::Context;
use crate::entries::refused;
use api::directory::{KeepStaff, Keeps};
use domain::directory::{Changed, Entry, EntryChange, Role};
use domain::ids::{StaffId, SubjectId};
use runtime::Fault;
use serde::Deserialize;
use serde_json::Value;
use store::Versioned;
use web::Problem;

/// What the operator sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstKeeper {
    id: StaffId,
    /// The subject of the token by which they call.
    subject: SubjectId,
    entry: KeepStaff,
}

pub async fn keeper(context: &Context, event: &Value) -> Result<(), Problem> {
    const DOING: &str = "naming the first keeper";
    let asked = serde_json::from_value::<FirstKeeper>(event["first-keeper"].clone());
    let FirstKeeper { id, subject, entry } =
        asked.map_err(|_| Fault::broken(DOING, "not of the expected form"))?;
    let entry = entry.under(id.to_string()).map_err(|_| Fault::broken(DOING, "not an id"))?;
    let sound = entry.role == Role::Keeper && entry.check().is_ok();
    if !sound || !context.directory.staff_of(Role::Keeper).await?.is_empty() {
        return Err(Fault::broken(DOING, "there is a keeper already, or this is none").into());
    }
    let change = EntryChange {
        version: 1,
        at: context.clock.now(),
        by: id,
        what: Changed::Created,
        reason: None,
        entry: entry.clone(),
    };
    let first = Versioned { entry, version: 1, callers: vec![subject] };
    context.directory.write(None, &first, &change, None).await.map_err(refused)
}
