//! Recording what the member needs and what happened so far, after talking with them.

use crate::Context;
use domain::casework::Command;
use domain::casework::Needs;
use domain::directory::Specialty;
use domain::sheet::Class;
use domain::text::TextError;
use domain::{Private, text};
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    issue: Private<String>,
    /// Illnesses and treatments so far.
    #[serde(default)]
    history: Option<Private<String>>,
    needs: Private<String>,
    specialty: Specialty,
}

pub async fn record(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: Record = request.json()?;

    let typed = |words: &Private<String>| -> Result<Private<String>, TextError> {
        text::prose(words.reveal()).map(Private::new)
    };
    let needs = Needs {
        issue: typed(&asked.issue)?,
        history: asked.history.as_ref().map(typed).transpose()?,
        needs: typed(&asked.needs)?,
    };
    let sheet = file.seal(&needs)?;
    let command = Command::RecordNeeds { sheet: sheet.id.clone(), specialty: asked.specialty };
    let after = context.act(&by, command).sheet(sheet).on(file.loaded).await?;
    Ok(progress(&after.case, context.now()))
}
