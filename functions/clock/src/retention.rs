//! Retention: an ended case that is kept no longer is erased, if the owner of the stack has said so. Until
//! then it is only listed.

use crate::Context;
use domain::Actor;
use domain::ids::CaseId;
use domain::keeping::Command;
use domain::keeping::ErasureGrounds;
use jiff::Timestamp;
use runtime::Fault;
use store::{AppendError, Change};

/// Cases erased in one run; the rest come with the next.
const CASES_MAX: usize = 100;

/// Whether the clock erases, or only lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retention {
    DryRun,
    Erase,
}

/// A setting that is neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("RETENTION is dry-run or erase")]
pub struct NotARetention;

impl std::str::FromStr for Retention {
    type Err = NotARetention;

    fn from_str(word: &str) -> Result<Self, NotARetention> {
        match word {
            "dry-run" => Ok(Self::DryRun),
            "erase" => Ok(Self::Erase),
            _ => Err(NotARetention),
        }
    }
}

/// Returns how many cases were erased. What else has to go with their keys follows from the event.
pub async fn erase(context: &Context, now: Timestamp) -> Result<usize, Fault> {
    if context.retention == Retention::DryRun {
        return Ok(0);
    }
    let mut erased = 0;
    for listed in context.cases.to_erase(now, CASES_MAX).await? {
        match erase_one(context, &listed.case, now).await {
            Ok(()) => erased += 1,
            Err(error) => tracing::error!(case = listed.case.as_str(), %error, "not erased"),
        }
    }
    Ok(erased)
}

async fn erase_one(context: &Context, id: &CaseId, now: Timestamp) -> Result<(), AppendError> {
    let Some(loaded) = context.cases.load(id).await? else {
        return Ok(());
    };
    let command = Command::Erase { grounds: ErasureGrounds::RetentionOver };
    let events = loaded.case.decide(&Actor::Clock, command, now)?;
    let change = Change::of(&Actor::Clock, events).with(context.keys.destroy(id));
    context.cases.append(loaded, change, now).await?;
    Ok(())
}
