//! Adding a question that the opinion must answer.

use crate::Context;
use api::casework::AddQuestion;
use domain::casework::{Command, Question, QuestionWords};
use domain::ids::QuestionId;
use domain::sheet::Class;
use web::{Problem, Request, Response};

pub async fn add(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: AddQuestion = request.json()?;

    let number = file.loaded.case.casework.questions.len() + 1;
    let question: QuestionId = format!("q-{number}").parse().map_err(|_| Problem::not_found())?;
    let sheet = file.seal(&QuestionWords { question: asked.question.into() })?;
    let command = Command::AddQuestion(Question { question, sheet: sheet.id.clone() });
    let act = context.act(&by, command).sheet(sheet).as_loaded();
    context.progress(request, act, file.loaded).await
}
