//! Handing in a version of the report: findings, words, and an answer to every question.

use crate::{Context, enter, lead_back};
use api::report::{HandInForm, HandedIn};
use domain::Case;
use domain::access::Purpose;
use domain::report::{Command, ReportBody, Upload};
use web::{Problem, Request, Response};

pub async fn hand_in(context: &Context, request: &Request) -> Result<Response, Problem> {
    let mut asked = request.form::<HandInForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let document = asked.document.take();
    let body = body(&file.loaded.case, asked);
    let sheet = file.seal(&body)?;
    let command = Command::Upload(Upload {
        version: file.loaded.case.report.next_version(),
        sheet: sheet.id.clone(),
        document,
        answered: body.answers.keys().cloned().collect(),
        findings: body.findings,
    });
    let act = context.act_as(&visit, command).sheet(sheet);
    lead_back(context, Purpose::Opinion, &visit, act, file).await
}

/// The answers are of questions of this case only.
fn body(case: &Case, asked: HandedIn) -> ReportBody {
    let mut answers = asked.answers;
    answers.retain(|answered, _| {
        case.casework.questions.iter().any(|question| &question.question == answered)
    });
    ReportBody {
        findings: asked.findings,
        summary: asked.summary.into(),
        difference: asked.difference.into(),
        answers: answers.into_iter().map(|(question, words)| (question, words.into())).collect(),
    }
}
