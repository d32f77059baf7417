//! The member's report: first a button, for opening a page must not count as having read it.

use crate::desk::questions;
use crate::document::released_file;
use crate::{Context, back, enter_own};
use askama::Template;
use casefile::CaseFile;
use domain::access::Purpose;
use domain::question::{Item, ReadFor, Reader, Reading, may_disclose};
use domain::report::ReportBody;
use domain::report::{Command, Finding, Impact};
use web::{Nothing, Problem, Request, Response, page};

#[derive(Template)]
#[template(path = "unread.html")]
struct Unread<'a> {
    selector: &'a str,
}

#[derive(Template)]
#[template(path = "read.html")]
struct Report {
    selector: String,
    diagnosis: &'static str,
    treatment: &'static str,
    impact: &'static str,
    summary: String,
    difference: String,
    answers: Vec<(String, String)>,
    has_file: bool,
    followed_up: bool,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter_own(context, request).await?;
    let (case, now) = (&file.loaded.case, context.now());
    may_disclose(case, Item::Report, &Reader::Member, now).map_err(|_| Problem::gone())?;
    if case.report.read.is_none() {
        let body = Unread { selector: &visit.selector };
        return page::answer("Your report is ready", &body);
    }

    let body = report(&visit.selector, &file)?;
    let reading = Reading::new(&visit.actor, &[Item::Report], ReadFor::Own, now);
    context.files.note_read(&case.id, reading).await?;
    page::answer("Your report", &body)
}

pub async fn read(context: &Context, request: &Request) -> Result<Response, Problem> {
    let Nothing {} = request.form(&context.base_url)?;
    let (visit, file) = enter_own(context, request).await?;

    context.act_as(&visit, Command::Read).insist_on(file.loaded).await?;
    Ok(back(Purpose::Report, &visit))
}

fn report(selector: &str, file: &CaseFile) -> Result<Report, Problem> {
    let case = &file.loaded.case;
    let version = case.report.released_version().ok_or_else(Problem::gone)?;
    let body: ReportBody = file.read(&version.sheet)?;
    let answer = |(id, words): (String, String)| {
        let given = body.answers.iter().find(|(question, _)| question.as_str() == id);
        (words, given.map(|(_, answer)| answer.reveal().clone()).unwrap_or_default())
    };
    Ok(Report {
        selector: selector.to_owned(),
        diagnosis: finding(body.findings.diagnosis),
        treatment: finding(body.findings.treatment),
        impact: impact(body.findings.impact),
        summary: body.summary.reveal().clone(),
        difference: body.difference.reveal().clone(),
        answers: questions(file)?.into_iter().map(answer).collect(),
        has_file: released_file(case).is_some(),
        followed_up: case.report.followed_up.is_some(),
    })
}

fn finding(finding: Option<Finding>) -> &'static str {
    match finding {
        Some(Finding::Confirmed) => "confirmed",
        Some(Finding::Clarified) => "made clearer",
        Some(Finding::Changed) => "seen differently",
        Some(Finding::CannotBeDetermined) => "cannot be told from what was there",
        None => "",
    }
}

fn impact(impact: Impact) -> &'static str {
    match impact {
        Impact::None => "nothing changes",
        Impact::Minor => "little changes",
        Impact::Moderate => "something changes",
        Impact::Major => "much changes",
    }
}
