//! Adding a question that the opinion must answer.

use crate::Context;
use domain::casework::QuestionWords;
use domain::casework::{Command, Question};
use domain::ids::QuestionId;
use domain::sheet::Class;
use domain::{Private, text};
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    question: Private<String>,
}

pub async fn add(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: Add = request.json()?;

    let number = file.loaded.case.casework.questions.len() + 1;
    let question: QuestionId = format!("q-{number}").parse().map_err(|_| Problem::not_found())?;
    let words = text::prose(asked.question.reveal())?;
    let sheet = file.seal(&QuestionWords { question: Private::new(words) })?;
    let command = Command::AddQuestion(Question { question, sheet: sheet.id.clone() });
    let after = context.act(&by, command).sheet(sheet).on(file.loaded).await?;
    Ok(progress(&after.case, context.now()))
}
