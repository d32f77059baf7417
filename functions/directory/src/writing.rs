//! A change of the directory, by a keeper, once for each idempotency key; and why it may be refused.

use crate::Context;
use domain::directory::{Changed, Claim, EntryChange, Staff};
use store::{ChangePart, DirectoryError, Kept, StoredAnswer, Versioned};
use web::{Once, Problem, Request, Response, again};

/// A change that a keeper asks for, once for each idempotency key.
pub struct Writing<'a> {
    context: &'a Context,
    by: Staff,
    once: Option<Once>,
}

impl<'a> Writing<'a> {
    pub async fn begin(context: &'a Context, request: &Request) -> Result<Self, Problem> {
        let by = context.callers.staff(request).await?;
        Ok(Self { context, by, once: Once::of(request)? })
    }

    /// What was answered when the same was asked before.
    pub async fn before(&self) -> Result<Option<StoredAnswer>, Problem> {
        let (answers, now) = (self.context.directory.answers(), self.context.clock.now());
        match &self.once {
            Some(once) => once.kept(&answers, now).await,
            None => Ok(None),
        }
    }

    pub async fn write<E: Kept>(
        &self,
        before: Option<&Versioned<E>>,
        after: Versioned<E>,
        (what, reason): (Changed, Option<String>),
        answer: Response,
    ) -> Result<Response, Problem> {
        let change = EntryChange {
            version: after.version,
            at: self.context.clock.now(),
            by: self.by.id.clone(),
            what,
            reason,
            callers: after.callers.clone(),
            entry: after.entry.clone(),
        };
        let kept = self.keep(&answer)?;
        match self.context.directory.write(before, &after, &change, kept).await {
            Ok(()) => Ok(answer),
            // The same may have been asked at the same moment, and the other was first.
            Err(error) => match self.before().await? {
                Some(kept) => Ok(again(kept)),
                None if before.is_none() => Err(refused_at_first(error)),
                None => Err(refused(error)),
            },
        }
    }

    fn keep(&self, answer: &Response) -> Result<Option<ChangePart>, Problem> {
        let (answers, now) = (self.context.directory.answers(), self.context.clock.now());
        let kept = self.once.as_ref().map(|once| once.keep(&answers, answer, now));
        Ok(kept.transpose()?)
    }
}

/// Another was first to add it.
fn refused_at_first(error: DirectoryError) -> Problem {
    if matches!(error, DirectoryError::Overtaken) { exists() } else { refused(error) }
}

pub fn refused(error: DirectoryError) -> Problem {
    match error {
        DirectoryError::Fault(fault) => fault.into(),
        DirectoryError::Overtaken => changed_since(),
        DirectoryError::CallerTaken => {
            Problem::new(409, "caller-taken", "that token speaks for somebody else")
        }
        DirectoryError::Taken(Claim::GmcNumber(_)) => {
            Problem::new(409, "gmc-number-taken", "another specialist has this GMC number")
        }
        DirectoryError::Taken(Claim::PlaceName(_)) => {
            Problem::new(409, "name-taken", "another place has this name or alias")
        }
    }
}

pub fn changed_since() -> Problem {
    Problem::new(412, "changed-since", "the entry has changed since you read it")
}

pub fn exists() -> Problem {
    let detail = "it is there already: to change it, name its version in If-Match";
    Problem::new(409, "entry-exists", detail)
}
