//! Whose tokens speak for whom.

use crate::Context;
use crate::entries::has_not_ended;
use crate::writing::{Writing, changed_since};
use api::directory::{CallerNamed, NameCaller};
use domain::directory::{CALLERS_MAX, Caller, Changed, Client, Staff};
use domain::ids::SubjectId;
use store::{Kept, Versioned};
use web::{Problem, Request, Response, again};

pub async fn name(context: &Context, request: &Request) -> Result<Response, Problem> {
    let writing = Writing::begin(context, request).await?;
    if let Some(kept) = writing.before().await? {
        return Ok(again(kept));
    }
    let asked: NameCaller = request.json()?;
    let subject: SubjectId = request.id("subject")?;
    match &asked {
        NameCaller::Client(id) => {
            let seen = context.directory.entry::<Client>(id.as_str()).await?;
            add(&writing, seen, &subject, &asked).await
        }
        NameCaller::Staff(id) => {
            let seen = context.directory.entry::<Staff>(id.as_str()).await?;
            add(&writing, seen, &subject, &asked).await
        }
    }
}

async fn add<E: Kept>(
    writing: &Writing<'_>,
    seen: Option<Versioned<E>>,
    subject: &SubjectId,
    asked: &NameCaller,
) -> Result<Response, Problem> {
    let unknown = || Problem::bad_field(E::KIND.into(), "it is not in the directory");
    let seen = seen.ok_or_else(unknown)?;
    has_not_ended(&seen)?;
    let mut callers = seen.callers.clone();
    if !callers.contains(subject) {
        callers.push(subject.clone());
    }
    if callers.len() > CALLERS_MAX {
        let detail = "ten tokens speak for it already: end one first";
        return Err(Problem::new(409, "too-many-callers", detail));
    }
    let after = Versioned { entry: seen.entry.clone(), version: seen.version + 1, callers };
    let answer = named(subject, Some(asked.clone()));
    writing.write(Some(&seen), after, (Changed::CallerAdded, None), answer).await
}

pub async fn end(context: &Context, request: &Request) -> Result<Response, Problem> {
    let writing = Writing::begin(context, request).await?;
    if let Some(kept) = writing.before().await? {
        return Ok(again(kept));
    }
    request.nothing()?;
    let subject: SubjectId = request.id("subject")?;
    match context.directory.caller(subject.as_str()).await?.ok_or_else(Problem::not_found)? {
        Caller::Client(id) => {
            let seen = context.directory.entry::<Client>(id.as_str()).await?;
            remove(&writing, seen, &subject).await
        }
        Caller::Staff(staff) => {
            let seen = context.directory.entry::<Staff>(staff.id.as_str()).await?;
            remove(&writing, seen, &subject).await
        }
    }
}

async fn remove<E: Kept>(
    writing: &Writing<'_>,
    seen: Option<Versioned<E>>,
    subject: &SubjectId,
) -> Result<Response, Problem> {
    let seen = seen.ok_or_else(Problem::not_found)?;
    if !seen.callers.contains(subject) {
        return Err(changed_since());
    }
    let others = seen.callers.iter().filter(|caller| *caller != subject);
    let callers = others.cloned().collect();
    let after = Versioned { entry: seen.entry.clone(), version: seen.version + 1, callers };
    let answer = named(subject, None);
    writing.write(Some(&seen), after, (Changed::CallerEnded, None), answer).await
}

fn named(subject: &SubjectId, speaks_for: Option<NameCaller>) -> Response {
    Response::json(200, &CallerNamed { subject: subject.clone(), speaks_for })
}
