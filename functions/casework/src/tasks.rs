//! The nurse's own tasks, beside those that follow from the facts.

use crate::Room;
use domain::Private;
use domain::casework::Command;
use domain::ids::TaskId;
use domain::sheet::{Class, Words};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Add {
    task: Private<String>,
}

pub async fn add(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.open(request, &[Class::Clinical]).await?;
    let asked: Add = request.json()?;

    let task: TaskId = runtime::random_id().parse().map_err(|_| Problem::not_found())?;
    let sheet = file.seal(&Words::typed(&asked.task)?)?;
    let command = Command::AddTask { task, sheet: sheet.id.clone() };
    room.act(file.loaded, &by, command, vec![sheet]).await
}

pub async fn finish(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.head(request).await?;
    request.nothing()?;
    let task: TaskId = request.id("task")?;
    room.act(loaded, &by, Command::FinishTask { task }, Vec::new()).await
}
