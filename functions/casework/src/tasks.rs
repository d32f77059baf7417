//! The nurse's own tasks, beside those that follow from the facts.

use crate::Context;
use api::casework::AddTask;
use domain::casework::Command;
use domain::ids::TaskId;
use domain::sheet::{Class, Words};
use web::{Problem, Request, Response};

pub async fn add(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: AddTask = request.json()?;

    let task: TaskId = runtime::new_id();
    let sheet = file.seal(&Words::from(asked.task))?;
    let act = context.act(&by, Command::AddTask { task, sheet: sheet.id.clone() }).sheet(sheet);
    context.progress(request, act, file.loaded).await
}

pub async fn finish(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    let task: TaskId = request.id("task")?;
    context.progress(request, context.act(&by, Command::FinishTask { task }), loaded).await
}
