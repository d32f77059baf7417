//! Recording what the member needs and what happened so far, after talking with them.

use crate::Context;
use api::casework::RecordNeeds;
use domain::casework::{Command, Needs};
use domain::sheet::Class;
use web::{Problem, Request, Response};

pub async fn record(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: RecordNeeds = request.json()?;

    let sheet = file.seal(&Needs {
        issue: asked.issue.into(),
        history: asked.history.map(Into::into),
        needs: asked.needs.into(),
    })?;
    let command = Command::RecordNeeds { sheet: sheet.id.clone(), specialty: asked.specialty };
    let act = context.act(&by, command).sheet(sheet);
    context.progress(request, act, file.loaded).await
}
