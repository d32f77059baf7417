//! What the member tells the nurse on the phone: which specialist they choose, that they keep their choice,
//! or that they want others.

use crate::Context;
use api::matching::{ChooseForMember, KeepForMember, OthersForMember};
use casefile::{Act, CaseFile};
use domain::Actor;
use domain::matching::Command;
use domain::sheet::{Class, Words};
use domain::text::Prose;
use web::{Problem, Request, Response};

pub async fn choose(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: ChooseForMember = request.json()?;
    let entry = context.directory.specialist(&asked.specialist).await?;
    let unknown = || Problem::bad_field("specialist", "it is not in the directory");
    let (specialist, shown) = (Box::new(entry.ok_or_else(unknown)?), asked.expected.into());

    let command = |reason| Command::Choose { specialist, shown, reason };
    let act = with_reason(context, &by, &file, asked.reason, command)?;
    context.progress(request, act, file.loaded).await
}

pub async fn keep(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: KeepForMember = request.json()?;
    let shown = asked.expected.into();

    let command = |reason| Command::KeepChoice { shown, reason };
    let act = with_reason(context, &by, &file, asked.reason, command)?;
    context.progress(request, act, file.loaded).await
}

pub async fn others(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Clinical]).await?;
    let asked: OthersForMember = request.json()?;

    let command = |reason| Command::AskForMore { reason };
    let act = with_reason(context, &by, &file, asked.reason, command)?;
    context.progress(request, act, file.loaded).await
}

/// The command with its reason, which is sealed if there is one.
fn with_reason<'a>(
    context: &'a Context,
    by: &Actor,
    file: &CaseFile,
    reason: Option<Prose>,
    command: impl FnOnce(Option<domain::ids::SheetId>) -> Command,
) -> Result<Act<'a>, Problem> {
    let reason = reason.map(|reason| file.seal(&Words::from(reason))).transpose()?;
    let command = command(reason.as_ref().map(|reason| reason.id.clone()));
    Ok(context.act(by, command).sheets(reason))
}
