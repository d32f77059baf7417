//! Declining: one button, at any time, without a reason.

use crate::ending::{end, ended_before, with_reason};
use crate::{Context, enter};
use api::consent::EndForm;
use askama::Template;
use domain::case::Ending;
use domain::consent::Command;
use web::{Nurse, Problem, Request, Response, page};

#[derive(Template)]
#[template(path = "decline.html")]
struct DeclinedPage {
    nurse: Nurse,
}

pub async fn decline(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked = request.form::<EndForm>(&context.base_url)?;
    let file = match enter(context, request).await {
        Ok((visit, file)) => {
            let ends = with_reason(&file, asked, |reason| Command::Decline { reason })?;
            end(context, &visit, file, ends).await?
        }
        Err(problem) => ended_before(context, request, problem).await?,
    };
    let case = &file.loaded.case;
    if case.ended.as_ref().is_none_or(|ended| ended.how != Ending::Declined) {
        return Err(Problem::session_over());
    }
    let nurse = context.nurse(case).await?;
    page::answer("Thank you for telling us", &DeclinedPage { nurse })
}
