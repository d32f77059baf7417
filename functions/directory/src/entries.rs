//! Entries of one kind: listed, shown, kept, suspended and ended.

use crate::Context;
use crate::writing::{Writing, changed_since, exists};
use api::directory::{EntryChanges, EntryPage, EntryShown, Keeps, SetStanding};
use domain::directory::{Changed, Entry, EntryKind, EntryStanding, Unsound, comes_to_stand};
use domain::ids::SubjectId;
use futures::future::try_join_all;
use serde::Serialize;
use store::{Kept, Versioned};
use web::{Problem, Request, Response, again};

pub async fn list<E: Kept>(context: &Context, request: &Request) -> Result<Response, Problem> {
    context.callers.staff(request).await?;
    let after = request.query("after").unwrap_or_default();
    if !after.is_empty() && after.parse::<SubjectId>().is_err() {
        return Err(Problem::bad_field("after", "it is the `next` of the page before"));
    }
    let (entries, more) = context.directory.page::<E>(&after).await?;
    let next = entries.last().map(|last| last.id().to_owned()).filter(|_| more);
    Ok(Response::json(200, &EntryPage { entries, next }))
}

pub async fn show<E: Kept>(context: &Context, request: &Request) -> Result<Response, Problem> {
    context.callers.staff(request).await?;
    let kept = context.directory.entry::<E>(&id::<E>(request)?).await?;
    Ok(shown(&kept.ok_or_else(Problem::not_found)?))
}

pub async fn changes<E: Kept>(context: &Context, request: &Request) -> Result<Response, Problem> {
    context.callers.staff(request).await?;
    let changes = context.directory.changes::<E>(&id::<E>(request)?).await?;
    let any = (!changes.is_empty()).then_some(changes).ok_or_else(Problem::not_found)?;
    Ok(Response::json(200, &EntryChanges { changes: any }))
}

/// Adds an entry, or changes it whole: then `If-Match` names the version that was seen.
pub async fn keep<K>(context: &Context, request: &Request) -> Result<Response, Problem>
where
    K: Keeps<Entry: Kept>,
{
    let writing = Writing::begin(context, request).await?;
    if let Some(kept) = writing.before().await? {
        return Ok(again(kept));
    }
    let asked: K = request.json()?;
    let id = id::<K::Entry>(request)?;
    let mut entry = asked.under(id.clone()).map_err(|_| Problem::not_found())?;
    entry.check().map_err(|Unsound { field, why }| Problem::bad_field(field, why))?;
    let seen = context.directory.entry::<K::Entry>(&id).await?;
    let what = match (&seen, request.seen_version()?) {
        (None, None) => Changed::Created,
        (None, Some(_)) => return Err(Problem::not_found()),
        (Some(_), None) => return Err(exists()),
        (Some(seen), Some(version)) => {
            is_newest(seen, version)?;
            has_not_ended(seen)?;
            if !seen.entry.may_become(&entry) {
                return Err(fixed());
            }
            entry.stand(seen.entry.standing());
            Changed::Changed
        }
    };
    names_what_is_there(context, &entry).await?;
    let callers = seen.as_ref().map(|seen| seen.callers.clone()).unwrap_or_default();
    let version = seen.as_ref().map_or(1, |seen| seen.version + 1);
    let after = Versioned { entry, version, callers };
    let answer = shown(&after);
    writing.write(seen.as_ref(), after, (what, None), answer).await
}

async fn names_what_is_there<E: Entry>(context: &Context, entry: &E) -> Result<(), Problem> {
    let there = async |(field, kind, id): (&'static str, EntryKind, &str)| {
        let unknown = || Problem::bad_field(field, "one of them is not in the directory");
        context.directory.has(kind, id).await?.then_some(()).ok_or_else(unknown)
    };
    try_join_all(entry.names().into_iter().map(there)).await.map(|_| ())
}

/// Where nobody may call for it any more, its tokens speak for nobody within a minute.
pub async fn stand<E: Kept>(context: &Context, request: &Request) -> Result<Response, Problem> {
    let writing = Writing::begin(context, request).await?;
    if let Some(kept) = writing.before().await? {
        return Ok(again(kept));
    }
    let SetStanding { standing, reason } = request.json()?;
    let seen = context.directory.entry::<E>(&id::<E>(request)?).await?;
    let seen = seen.ok_or_else(Problem::not_found)?;
    if let Some(version) = request.seen_version()? {
        is_newest(&seen, version)?;
    }
    has_not_ended(&seen)?;
    let so = || Problem::new(409, "already-so", "it stands like that already");
    let what = comes_to_stand(seen.entry.standing(), standing).ok_or_else(so)?;
    let mut entry = seen.entry.clone();
    entry.stand(standing);
    let callers = if entry.may_call() { seen.callers.clone() } else { Vec::new() };
    let after = Versioned { entry, version: seen.version + 1, callers };
    let answer = shown(&after);
    writing.write(Some(&seen), after, (what, Some(reason.into())), answer).await
}

fn id<E: Entry>(request: &Request) -> Result<String, Problem> {
    request.parameter(E::KIND.into())
}

fn shown<E: Clone + Serialize>(kept: &Versioned<E>) -> Response {
    let Versioned { entry, version, callers } = kept.clone();
    let shown = EntryShown { version, entry, callers };
    Response::json(200, &shown).tagged(format!("\"{version}\""))
}

fn is_newest<E>(seen: &Versioned<E>, version: u64) -> Result<(), Problem> {
    if seen.version == version { Ok(()) } else { Err(changed_since()) }
}

pub fn has_not_ended<E: Entry>(seen: &Versioned<E>) -> Result<(), Problem> {
    let ended = seen.entry.standing() == EntryStanding::Ended;
    let refused = || Problem::new(409, "entry-ended", "it has ended, and stays as it was");
    (!ended).then_some(()).ok_or_else(refused)
}

fn fixed() -> Problem {
    let detail = "a role stays what it is: for another, end this entry and add one";
    Problem::new(409, "role-is-fixed", detail)
}
