//! The member's report: first a button, for opening a page must not count as having read it.

use crate::desk::questions;
use crate::document::released_file;
use crate::{Context, enter_own, lead_back};
use api::NoFields;
use askama::Template;
use casefile::CaseFile;
use domain::access::Purpose;
use domain::question::{Item, Look, Looking, ReadFor, Reader, Shown, may_disclose};
use domain::report::{Command, Finding, Impact, ReportBody};
use web::{Filled, Nurse, Problem, Request, Response};

#[derive(Template)]
#[template(path = "unread.html")]
struct Unread<'a> {
    selector: &'a str,
    nurse: Nurse,
}

#[derive(Template)]
#[template(path = "read.html")]
struct Report {
    selector: String,
    diagnosis: &'static str,
    treatment: &'static str,
    impact: &'static str,
    summary: Shown<String>,
    difference: Shown<String>,
    /// Each question with its answer, if it has one.
    answers: Vec<(Shown<String>, Option<Shown<String>>)>,
    has_file: bool,
    followed_up: bool,
    form: Filled,
    nurse: Nurse,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter_own(context, request).await?;
    let case = &file.loaded.case;
    may_disclose(case, Item::Report, &Reader::Member, context.now())
        .map_err(|_| Problem::gone())?;
    if case.report.read.is_none() {
        let body = Unread { selector: &visit.selector, nurse: context.nurse(case).await? };
        return Response::page("Your report is ready", &body);
    }

    let looking = Looking::at(&[Item::Report], ReadFor::Own);
    let look = context.look(&visit.actor, case, looking).await?;
    let form = request.filled("POST /report/{session}/follow-up");
    let body = report(&visit.selector, &file, &look, (form, context.nurse(case).await?))?;
    Response::page("Your report", &body)
}

pub async fn read(context: &Context, request: &Request) -> Result<Response, Problem> {
    request.form::<NoFields>(&context.base_url)?;
    let (visit, file) = enter_own(context, request).await?;

    let act = context.act_as(&visit, Command::Read);
    lead_back(context, Purpose::Report, &visit, act, file).await
}

fn report(
    selector: &str,
    file: &CaseFile,
    look: &Look,
    (form, nurse): (Filled, Nurse),
) -> Result<Report, Problem> {
    let case = &file.loaded.case;
    let version = case.report.released_version().ok_or_else(Problem::gone)?;
    let body: Shown<ReportBody> = file.show(look, Item::Report, &version.sheet)?;
    let answer = |(id, words): (String, Shown<String>)| {
        let given = body.part_if_any(|body| {
            let mut answers = body.answers.iter();
            answers.find(|(question, _)| question.as_str() == id).map(|(_, answer)| answer)
        });
        (words, given)
    };
    let findings = body.fact(|body| body.findings);
    Ok(Report {
        selector: selector.to_owned(),
        diagnosis: finding(findings.diagnosis),
        treatment: finding(findings.treatment),
        impact: impact(findings.impact),
        summary: body.part(|body| &body.summary),
        difference: body.part(|body| &body.difference),
        answers: questions(file, look, Item::Report)?.into_iter().map(answer).collect(),
        has_file: released_file(case).is_some(),
        followed_up: case.report.followed_up.is_some(),
        form,
        nurse,
    })
}

fn finding(finding: Option<Finding>) -> &'static str {
    match finding {
        Some(Finding::Confirmed) => "The specialist agrees",
        Some(Finding::Clarified) => "The specialist agrees, and makes it clearer",
        Some(Finding::Changed) => "The specialist sees it differently",
        Some(Finding::CannotBeDetermined) => "It cannot be told from the records that were there",
        None => "",
    }
}

fn impact(impact: Impact) -> &'static str {
    match impact {
        Impact::None => "This does not change your treatment",
        Impact::Minor => "This may change your treatment a little",
        Impact::Moderate => "This may change your treatment",
        Impact::Major => "This may change your treatment very much",
    }
}
