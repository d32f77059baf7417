//! What the nurse does on a treating doctor's behalf: chase them, and note what is not available.

use crate::{CLASSES, Context};
use api::records::{AskDoctor, ItemNotAvailable};
use domain::records::Command;
use domain::sheet::Words;
use web::{Problem, Request, Response};

pub async fn chase(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let AskDoctor { doctor } = request.json()?;
    context.progress(request, context.act(&by, Command::Chase { doctor }), loaded).await
}

pub async fn not_available(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &CLASSES).await?;
    let ItemNotAvailable { item, reason } = request.json()?;

    let reason = file.seal(&Words::from(reason))?;
    let command = Command::NotAvailable { item, reason: reason.id.clone() };
    let act = context.act(&by, command).sheet(reason);
    context.progress(request, act, file.loaded).await
}
