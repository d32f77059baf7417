//! The first keeper of a stack: named by whoever may invoke this function, while there is none who is current.
//! A keeper who is there and has lost their token gets another in the same way. Everybody else is entered through
//! the API.

use crate::Context;
use crate::writing::refused;
use api::directory::{KeepStaff, Keeps};
use domain::directory::{Changed, Entry, EntryChange, Role, Staff};
use domain::ids::{StaffId, SubjectId};
use runtime::Fault;
use serde::Deserialize;
use serde_json::Value;
use store::Versioned;
use web::Problem;

const DOING: &str = "naming the first keeper";

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
    let asked = serde_json::from_value::<FirstKeeper>(event["first-keeper"].clone());
    let FirstKeeper { id, subject, entry } =
        asked.map_err(|_| Fault::broken(DOING, "not of the expected form"))?;
    let keepers = context.directory.staff_of(Role::Keeper).await?;
    let is_keeper = |staff: &Staff| staff.role == Role::Keeper && staff.standing.is_current();
    let there = context.directory.entry::<Staff>(id.as_str()).await?;
    let (after, what) = match &there {
        Some(seen) if is_keeper(&seen.entry) => {
            let callers = seen.callers.iter().cloned().chain([subject]).collect();
            let (entry, version) = (seen.entry.clone(), seen.version + 1);
            (Versioned { entry, version, callers }, Changed::CallerAdded)
        }
        Some(_) => return Err(Fault::broken(DOING, "that is no current keeper").into()),
        None if !keepers.is_empty() => {
            return Err(Fault::broken(DOING, "there is a keeper already").into());
        }
        None => (first(entry, &id, subject)?, Changed::Created),
    };
    let change = EntryChange {
        version: after.version,
        at: context.clock.now(),
        by: id,
        what,
        reason: None,
        callers: after.callers.clone(),
        entry: after.entry.clone(),
    };
    context.directory.write(there.as_ref(), &after, &change, None).await.map_err(refused)
}

fn first(entry: KeepStaff, id: &StaffId, subject: SubjectId) -> Result<Versioned<Staff>, Fault> {
    let entry = entry.under(id.to_string()).map_err(|_| Fault::broken(DOING, "not an id"))?;
    if entry.role != Role::Keeper || entry.check().is_err() {
        return Err(Fault::broken(DOING, "that is no keeper"));
    }
    Ok(Versioned { entry, version: 1, callers: vec![subject] })
}
