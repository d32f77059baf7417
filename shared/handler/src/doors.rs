//! The door of a case: who of our own people gets in, as the operation's row in the table says, and what
//! was answered before.

use domain::ids::CaseId;
use domain::{Actor, Case};
use jiff::Timestamp;
use runtime::Fault;
use std::future::Future;
use store::Answers;
use web::{Callers, Once, Problem, Request, actor};

/// A member of staff at a case: who they are and the case, read at once. If the same was asked before with
/// the same key, that answer is the way out. With `If-Match` the case must still be at the version that
/// the caller saw.
pub(crate) async fn at_door<T, F>(
    request: &Request,
    callers: &Callers,
    answers: &Answers,
    now: Timestamp,
    open: impl FnOnce(CaseId) -> F,
) -> Result<(Actor, T), Problem>
where
    T: AsRef<Case>,
    F: Future<Output = Result<Option<T>, Fault>>,
{
    let id: CaseId = request.id("id")?;
    let door = request.operation()?.door.ok_or_else(Problem::not_found)?;
    let (once, seen) = (Once::of(request)?, request.seen_version()?);
    let opened = async { open(id).await.map_err(Problem::from) };
    let (staff, opened, kept) = futures::future::try_join3(
        callers.staff(request),
        opened,
        kept(once.as_ref(), answers, now),
    )
    .await?;
    let opened = opened.ok_or_else(Problem::not_found)?;
    let by = actor(&staff).ok_or_else(Problem::not_found)?;
    let (kept, reused) = match kept {
        Some(Err(problem)) => (None, Err(problem)),
        Some(Ok(kept)) => (Some(kept), Ok(())),
        None => (None, Ok(())),
    };
    let erased = opened.as_ref().keeping.erased.is_some();
    // What someone was answered before is theirs, also when the command itself took the case from them.
    if let Some(kept) = kept.filter(|_| !erased) {
        return Err(Problem::answered(kept));
    }
    by.part_in(opened.as_ref(), now).opens(door)?;
    reused?;
    if seen.is_some_and(|seen| seen != opened.as_ref().version) {
        let detail = "the case has changed since you read it";
        return Err(Problem::new(412, "changed-since", detail));
    }
    Ok((by, opened))
}

/// What was kept under the request's key. A key that was used for another request is told only to someone
/// whom the door lets in.
async fn kept(
    once: Option<&Once>,
    answers: &Answers,
    now: Timestamp,
) -> Result<Option<Result<store::StoredAnswer, Problem>>, Problem> {
    let Some(once) = once else {
        return Ok(None);
    };
    match once.kept(answers, now).await {
        Err(problem) if problem.fault.is_some() => Err(problem),
        outcome => Ok(outcome.transpose()),
    }
}
