//! The anonymous brief: all that a specialist sees before they accept.

use crate::Context;
use askama::Template;
use casefile::CaseFile;
use domain::Actor;
use domain::access::Purpose;
use domain::casework::QuestionWords;
use domain::matching::{Command, DelayAcceptable};
use domain::question::{Item, ReadFor, Reader, Reading, expected_finish, may_disclose};
use domain::sheet::Class;
use serde::Deserialize;
use web::{Problem, Request, Response, Visit, landing, page};

#[derive(Template)]
#[template(path = "brief.html")]
struct Brief {
    selector: String,
    age: &'static str,
    specialty: String,
    questions: Vec<String>,
    finish: String,
}

#[derive(Template)]
#[template(path = "answered.html")]
struct Answered;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Decision {
    Accept,
    Decline,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BriefAnswer {
    answer: Decision,
    #[serde(default)]
    delay: Option<String>,
}

async fn enter(context: &Context, request: &Request) -> Result<(Visit, CaseFile), Problem> {
    context.enter(request, &[Purpose::Brief], &[Class::Clinical]).await
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let (case, now) = (&file.loaded.case, context.now());
    if case.matching.accepted().is_some() {
        return page::answer("Thank you", &Answered);
    }
    let Actor::Specialist(specialist) = &visit.actor else {
        return Err(Problem::gone());
    };
    may_disclose(case, Item::Brief, &Reader::Specialist(specialist.clone()), now)
        .map_err(|_| Problem::gone())?;

    let body = brief(context, &visit, &file)?;
    let reading = Reading::new(&visit.actor, &[Item::Brief], ReadFor::Acceptance, now);
    context.files.note_read(&case.id, reading).await?;
    page::answer("Would you take on this case?", &body)
}

pub async fn answer(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked: BriefAnswer = request.form(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let command = match asked.answer {
        Decision::Accept => Command::Accept { delay: asked.delay.map(|_| DelayAcceptable) },
        Decision::Decline => Command::Decline { reason: None },
    };
    let declined = matches!(command, Command::Decline { .. });
    context.act_as(&visit, command).on(file.loaded).await?;

    if declined {
        return page::answer("Thank you", &Answered);
    }
    Ok(Response::see_other(&landing(Purpose::Brief, &visit.selector)))
}

fn brief(context: &Context, visit: &Visit, file: &CaseFile) -> Result<Brief, Problem> {
    let case = &file.loaded.case;
    let words = |sheet| -> Result<String, Problem> {
        let words: QuestionWords = file.read(sheet)?;
        Ok(words.question.reveal().clone())
    };
    let finish = expected_finish(case, context.now());
    let specialty = case.casework.specialty().map(|specialty| specialty.name().to_owned());
    Ok(Brief {
        selector: visit.selector.clone(),
        age: case.received.as_ref().map(|received| received.age.in_words()).unwrap_or_default(),
        specialty: specialty.unwrap_or_default(),
        questions: case
            .casework
            .questions
            .iter()
            .map(|it| words(&it.sheet))
            .collect::<Result<_, _>>()?,
        finish: finish.map(|day| day.strftime("%A %-d %B %Y").to_string()).unwrap_or_default(),
    })
}
