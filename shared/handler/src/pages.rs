//! Forms of pages: carried out once, and answered by leading on. A double click, a reload or a retry after a
//! lost answer leads to the same page and never to an error.

use crate::Context;
use casefile::Act;
use store::{ChangePart, LoadedCase};
use web::{Once, Problem, Request, Response, Visit, again};

impl<Own> Context<Own> {
    /// Carries out a command from a page, and leads on to `next`. Where it led is kept in the same
    /// transaction.
    pub async fn lead_on(
        &self,
        visit: &Visit,
        act: Act<'_>,
        loaded: LoadedCase,
        next: &str,
    ) -> Result<Response, Problem> {
        let answer = Response::see_other(next);
        let kept = visit.keep(&self.files.cases.answers(), &answer, self.now())?;
        act.with(kept).on(loaded).await?;
        Ok(answer)
    }

    /// The part that keeps where the form of someone with a link leads, for [`Act::with`].
    pub fn kept_form(&self, request: &Request, next: &str) -> Result<Option<ChangePart>, Problem> {
        let (answers, answer) = (self.files.cases.answers(), Response::see_other(next));
        let form = Once::of_form(request)?;
        Ok(form.map(|form| form.keep(&answers, &answer, self.now())).transpose()?)
    }

    /// The outcome of a form, or where the same form led when it was sent before: then what stands in its
    /// way now is what it did itself.
    pub(crate) async fn or_as_before(
        &self,
        request: &Request,
        outcome: Result<Response, Problem>,
    ) -> Result<Response, Problem> {
        let Err(problem) = outcome else {
            return outcome;
        };
        if problem.fault.is_some() || !request.is_form() {
            return Err(problem);
        }
        let form = Once::of_form(request).unwrap_or_default();
        let Some(form) = form else {
            return Err(problem);
        };
        let kept = form.kept(&self.files.cases.answers(), self.now()).await?;
        kept.map_or(Err(problem), |kept| Ok(again(kept)))
    }
}
