//! Declining: once asked, then done at once, at any time and without a reason.

use crate::ending::{just_ended, with_reason};
use crate::my_case::own_case;
use crate::statement::is_answered;
use crate::{Context, enter};
use api::consent::EndForm;
use askama::Template;
use domain::access::Purpose;
use domain::case::Ending;
use domain::consent::Command;
use web::{Filled, Nurse, Problem, Request, Response, landing};

#[derive(Template)]
#[template(path = "decline.html")]
struct DeclinedPage {
    nurse: Nurse,
}

#[derive(Template)]
#[template(path = "ask-decline.html")]
struct Ask<'a> {
    selector: &'a str,
    form: Filled,
    nurse: Nurse,
}

/// Asks whether it is meant; to someone who has just done it, what became of it.
pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = match enter(context, request).await {
        Ok(entered) => entered,
        Err(problem) => return declined(context, request, problem).await,
    };
    let case = &file.loaded.case;
    if is_answered(&file) {
        return Ok(Response::see_other(&own_case(&visit.selector)));
    }
    let form = request.filled("POST /consent/{session}/decline");
    let body = Ask { selector: &visit.selector, form, nurse: context.nurse(case).await? };
    Response::page("Say no to a second opinion?", &body)
}

pub async fn decline(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked = request.form::<EndForm>(&context.base_url)?;
    let statement = landing(Purpose::Consent, &request.parameter("session")?);
    let (visit, file) = match enter(context, request).await {
        Ok(entered) => entered,
        // Pressed in another window of the same browser: it is done, and this leads there too.
        Err(problem) => {
            just_ended(context, request, problem).await?;
            return Ok(Response::see_other(&statement));
        }
    };

    let (command, reason) = with_reason(&file, asked, |reason| Command::Decline { reason })?;
    let act = context.act_as(&visit, command).sheets(reason);
    context.lead_on(&visit, act, file.loaded, &statement).await
}

/// What someone reads at the statement who has just declined: their session is over. `problem` is what they
/// met at its door.
pub async fn declined(
    context: &Context,
    request: &Request,
    problem: Problem,
) -> Result<Response, Problem> {
    let file = just_ended(context, request, problem).await?;
    let case = &file.loaded.case;
    if case.ended.as_ref().is_none_or(|ended| ended.how != Ending::Declined) {
        return Err(Problem::session_over());
    }
    let nurse = context.nurse(case).await?;
    Response::page("Thank you for telling us", &DeclinedPage { nurse })
}
