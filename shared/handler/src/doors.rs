//! The doors of a case: what one of our own people wants there, and who gets in by which.

use domain::ids::CaseId;
use domain::{Actor, Case};
use jiff::Timestamp;
use runtime::Fault;
use std::future::Future;
use web::{ApiScope, Callers, Problem, Request, actor};

/// What a member of staff wants at a case, which decides who gets as far as its door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The nurse of the case, or the clinical lead.
    Work,
    /// Those, and a nurse who has broken the glass.
    Read,
    /// Any nurse: they say why, and only then they read.
    BreakGlass,
    /// An operator, at how long the case is kept.
    Keep,
}

impl Door {
    fn scope(self) -> ApiScope {
        if self == Self::Keep { ApiScope::Retention } else { ApiScope::Casework }
    }

    /// A person who has no part in a case does not learn that it exists, whatever else they ask of it.
    fn lets_in(self, by: &Actor, case: &Case, now: Timestamp) -> bool {
        match self {
            Self::Keep => matches!(by, Actor::Operator(_)),
            Self::BreakGlass => matches!(by, Actor::Nurse(_)),
            Self::Work => works_on(by, case, now),
            Self::Read => works_on(by, case, now) || looks_through_glass(by, case, now),
        }
    }
}

/// A case without a nurse may be taken by any.
fn works_on(by: &Actor, case: &Case, now: Timestamp) -> bool {
    let facts = &case.casework;
    let nurse = |nurse| facts.nurse.is_none() || facts.is_nurse_of_case(nurse, now);
    matches!(by, Actor::ClinicalLead(_)) || matches!(by, Actor::Nurse(id) if nurse(id))
}

fn looks_through_glass(by: &Actor, case: &Case, now: Timestamp) -> bool {
    matches!(by, Actor::Nurse(id) if case.casework.has_broken_glass(id, now))
}

/// A member of staff at a case: who they are and the case, read at once. With `If-Match` the case
/// must still be at the version that the caller saw.
pub(crate) async fn at_door<T, F>(
    door: Door,
    request: &Request,
    callers: &Callers,
    now: Timestamp,
    open: impl FnOnce(CaseId) -> F,
) -> Result<(Actor, T), Problem>
where
    T: AsRef<Case>,
    F: Future<Output = Result<Option<T>, Fault>>,
{
    let id: CaseId = request.id("id")?;
    let opened = async { open(id).await.map_err(Problem::from) };
    let (staff, opened) =
        futures::future::try_join(callers.staff(request, door.scope()), opened).await?;
    let opened = opened.ok_or_else(Problem::not_found)?;
    let by = actor(&staff).ok_or_else(Problem::not_found)?;
    if !door.lets_in(&by, opened.as_ref(), now) {
        return Err(Problem::not_found());
    }
    let seen = request.header("if-match").map(|tag| tag.trim_matches('"').to_owned());
    if seen.is_some_and(|seen| seen != opened.as_ref().version.to_string()) {
        let detail = "the case has changed since you read it";
        return Err(Problem::new(412, "changed-since", detail));
    }
    Ok((by, opened))
}
