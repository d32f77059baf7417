//! What the nurse does on a treating doctor's behalf: chase them, and note what is not available.

use crate::Room;
use domain::Private;
use domain::ids::DoctorId;
use domain::records::{Command, Item};
use domain::sheet::Words;
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
    item: Item,
    reason: Private<String>,
}

pub async fn chase(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.at_case(request).await?;
    let asked: Chase = request.json()?;
    room.act(loaded, &by, Command::Chase { doctor: asked.doctor }, Vec::new()).await
}

pub async fn not_available(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.work(request).await?;
    let asked: NotAvailable = request.json()?;

    let reason = file.seal(&Words::typed(&asked.reason)?)?;
    let command = Command::NotAvailable { item: asked.item, reason: reason.id.clone() };
    room.act(file.loaded, &by, command, vec![reason]).await
}
