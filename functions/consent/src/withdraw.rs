//! Taking consent back, at any time and without a reason: once asked, then done at once. It leads to the
//! receipt, which can be read for a while, for the session ends with everyone else's.

use crate::ending::{just_ended, with_reason};
use crate::my_case::own_case;
use crate::readers::{DisclosureLine, lines};
use crate::{Context, enter};
use api::consent::EndForm;
use askama::Template;
use casefile::CaseFile;
use domain::Actor;
use domain::calendar::moment_in_words;
use domain::consent::Command;
use domain::question::{Item, Looking, ReadFor};
use web::{Filled, Nurse, Problem, Request, Response};

#[derive(Template)]
#[template(path = "withdraw.html")]
struct Ask<'a> {
    selector: &'a str,
    form: Filled,
    nurse: Nurse,
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct Receipt {
    reference: String,
    on: String,
    lines: Vec<DisclosureLine>,
    nurse: Nurse,
}

/// Asks whether it is meant; to someone who has just done it, the receipt.
pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = match enter(context, request).await {
        Ok(entered) => entered,
        Err(problem) => {
            let file = just_ended(context, request, problem).await?;
            return receipt(context, &file).await;
        }
    };
    let case = &file.loaded.case;
    if case.standing_consent().is_err() {
        return Ok(Response::see_other(&own_case(&visit.selector)));
    }
    let form = request.filled("POST /my-case/{session}/withdraw");
    let body = Ask { selector: &visit.selector, form, nurse: context.nurse(case).await? };
    Response::page("Take your consent back?", &body)
}

pub async fn withdraw(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked = request.form::<EndForm>(&context.base_url)?;
    let (visit, file) = match enter(context, request).await {
        Ok(entered) => entered,
        // Pressed in another window of the same browser: it is done, and this leads there too.
        Err(problem) => {
            just_ended(context, request, problem).await?;
            return Ok(Response::see_other(&receipt_at(&request.parameter("session")?)));
        }
    };

    let (command, reason) = with_reason(&file, asked, |reason| Command::Withdraw { reason })?;
    let act = context.act_as(&visit, command).sheets(reason);
    context.lead_on(&visit, act, file.loaded, &receipt_at(&visit.selector)).await
}

fn receipt_at(selector: &str) -> String {
    format!("{}/withdraw", own_case(selector))
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
    Response::page("We have stopped", &body)
}
