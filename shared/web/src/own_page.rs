//! A form that was not taken, shown on its own page again.

use crate::page::sentences;
use crate::{Problem, Request, Response};
use api::{FieldError, field_of};

/// The code of a session or a link that opens nothing any more.
const GONE: u16 = 410;

/// Shows a form that was not taken on its own page again: `open` opens that page. Where it no longer has the
/// form, the problem is shown on a page of its own, with what was written.
pub async fn on_own_page(
    request: &Request,
    outcome: Result<Response, Problem>,
    open: impl AsyncFnOnce(&Request) -> Result<Response, Problem>,
) -> Result<Response, Problem> {
    let problem = match outcome {
        Err(problem) if can_be_put_right(&problem) => problem,
        outcome => return outcome,
    };
    let errors = on_the_form(&problem);
    let Some((page, posts_to)) = request.for_its_page(&errors) else {
        return Err(problem);
    };
    match open(&page).await {
        Ok(shown) if shown.status() == 200 && shown.has_form(&posts_to) => {
            Ok(shown.after(&problem, errors, &posts_to))
        }
        // What keeps the page shut comes before what was wrong with the form.
        Err(other) if other.fault.is_some() || other.status == GONE => Err(other),
        Ok(_) | Err(_) => Err(problem),
    }
}

/// Whether whoever sent a form can put it right where they filled it in.
fn can_be_put_right(problem: &Problem) -> bool {
    let of_ours = problem.fault.is_some() || problem.answered.is_some();
    !of_ours && matches!(problem.status, 400 | 409 | 422)
}

/// What is wrong with a form: its fields, the field that a refusal is about, or the whole of it.
fn on_the_form(problem: &Problem) -> Vec<FieldError> {
    if !problem.errors.is_empty() {
        return sentences(&problem.errors);
    }
    let field = field_of(problem.code).unwrap_or_default().to_owned();
    sentences(&[FieldError { field, why: problem.detail.clone() }])
}
