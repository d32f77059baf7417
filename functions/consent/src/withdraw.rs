//! Taking consent back, at any time and without a reason: once asked, then done at once. The answer
//! is the receipt, for the session ends with everyone else's.

use crate::ending::{end, ended_before, with_reason};
use crate::readers::{DisclosureLine, lines};
use crate::{Context, enter};
use api::consent::EndForm;
use askama::Template;
use casefile::CaseFile;
use domain::Actor;
use domain::calendar::moment_in_words;
use domain::consent::Command;
use domain::question::{Item, Looking, ReadFor};
use web::{Nurse, Problem, Request, Response, page};

#[derive(Template)]
#[template(path = "withdraw.html")]
struct Ask<'a> {
    selector: &'a str,
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct Receipt {
    reference: String,
    on: String,
    lines: Vec<DisclosureLine>,
    nurse: Nurse,
}

pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    file.loaded.case.standing_consent()?;
    let body = Ask { selector: &visit.selector };
    page::answer("Take your consent back?", &body)
}

pub async fn withdraw(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked = request.form::<EndForm>(&context.base_url)?;
    let file = match enter(context, request).await {
        Ok((visit, file)) => {
            let ends = with_reason(&file, asked, |reason| Command::Withdraw { reason })?;
            end(context, &visit, file, ends).await?
        }
        Err(problem) => ended_before(context, request, problem).await?,
    };
    receipt(context, &file).await
}

/// Read after the withdrawal was stored: no doctor or specialist can look that it does not name.
async fn receipt(context: &Context, file: &CaseFile) -> Result<Response, Problem> {
    let case = &file.loaded.case;
    let withdrawn = case.consent.withdrawn.ok_or_else(Problem::session_over)?;
    let looking = Looking::at(&[Item::Consent, Item::AccessLog], ReadFor::Own);
    let look = context.look(&Actor::Member, case, looking).await?;
    let body = Receipt {
        reference: case.id.reference(),
        on: moment_in_words(withdrawn),
        lines: lines(context, file, &look).await?,
        nurse: context.nurse(case).await?,
    };
    page::answer("We have stopped", &body)
}
