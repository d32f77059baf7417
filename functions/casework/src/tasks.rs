//! The nurse's own tasks, beside those that follow from the facts.

use crate::Context;
use domain::Private;
use domain::casework::Command;
use domain::ids::TaskId;
use domain::sheet::{Class, Words};
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    task: Private<String>,
}

pub async fn add(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: Add = request.json()?;

    let task: TaskId = runtime::new_id();
    let sheet = file.seal(&Words::typed(&asked.task)?)?;
    let command = Command::AddTask { task, sheet: sheet.id.clone() };
    let after = context.act(&by, command).sheet(sheet).on(file.loaded).await?;
    Ok(progress(&after.case, context.now()))
}

pub async fn finish(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    request.nothing()?;
    let task: TaskId = request.id("task")?;
    let after = context.act(&by, Command::FinishTask { task }).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}
