//! The anonymous brief: all that a specialist sees before they accept.

use crate::Context;
use api::matching::{BriefAnswer, BriefForm};
use askama::Template;
use casefile::CaseFile;
use domain::access::Purpose;
use domain::casework::{Question, QuestionWords};
use domain::matching::Command;
use domain::question::{Item, Look, Looking, ReadFor, Shown, expected_finish};
use domain::sheet::Class;
use jiff::Timestamp;
use web::{Problem, Request, Response, Visit, landing, page};

#[derive(Template)]
#[template(path = "brief.html")]
struct Brief {
    selector: String,
    age: &'static str,
    specialty: String,
    questions: Vec<Shown<String>>,
    finish: String,
}

#[derive(Template)]
#[template(path = "answered.html")]
struct Answered;

async fn enter(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &[Purpose::Brief], &[Class::Clinical]).await
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let (case, now) = (&file.loaded.case, context.now());
    if case.matching.accepted().is_some() {
        return page::answer("Thank you", &Answered);
    }
    let looking = Looking::at(&[Item::Brief], ReadFor::Acceptance);
    let look = context.look(&visit.actor, case, looking).await?;

    let body = brief(&visit, &file, &look, now)?;
    page::answer("Would you take on this case?", &body)
}

pub async fn answer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let answer = request.form::<BriefForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let command = match answer {
        BriefAnswer::Accept(delay) => Command::Accept { delay },
        BriefAnswer::Decline => Command::Decline { reason: None },
    };
    let declined = matches!(command, Command::Decline { .. });
    context.act_as(&visit, command).on(file.loaded).await?;

    if declined {
        return page::answer("Thank you", &Answered);
    }
    Ok(Response::see_other(&landing(Purpose::Brief, &visit.selector)))
}

fn brief(visit: &Visit, file: &CaseFile, look: &Look, now: Timestamp) -> Result<Brief, Problem> {
    let case = &file.loaded.case;
    let words = |question: &Question| -> Result<Shown<String>, Problem> {
        let shown: Shown<QuestionWords> = file.show(look, Item::Brief, &question.sheet)?;
        Ok(shown.part(|words| &words.question))
    };
    let finish = expected_finish(case, now);
    let specialty = case.casework.specialty().map(|specialty| specialty.name().to_owned());
    Ok(Brief {
        selector: visit.selector.clone(),
        age: case.received.as_ref().map(|received| received.age.in_words()).unwrap_or_default(),
        specialty: specialty.unwrap_or_default(),
        questions: case.casework.questions.iter().map(words).collect::<Result<_, _>>()?,
        finish: finish.map(|day| day.strftime("%A %-d %B %Y").to_string()).unwrap_or_default(),
    })
}
