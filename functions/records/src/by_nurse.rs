//! What the nurse does on a treating doctor's behalf: chase them, and note what is not available.

use crate::{CLASSES, Context};
use domain::Private;
use domain::ids::DoctorId;
use domain::records::{ChecklistItem, Command};
use domain::sheet::Words;
use handler::progress;
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chase {
    doctor: DoctorId,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotAvailable {
    item: ChecklistItem,
    reason: Private<String>,
}

pub async fn chase(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: Chase = request.json()?;
    let after = context.act(&by, Command::Chase { doctor: asked.doctor }).on(loaded).await?;
    Ok(progress(&after.case, context.now()))
}

pub async fn not_available(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &CLASSES).await?;
    let asked: NotAvailable = request.json()?;

    let reason = file.seal(&Words::typed(&asked.reason)?)?;
    let command = Command::NotAvailable { item: asked.item, reason: reason.id.clone() };
    let after = context.act(&by, command).sheet(reason).on(file.loaded).await?;
    Ok(progress(&after.case, context.now()))
}
