//! Asking a treating doctor for the go-ahead and the records.

use crate::Room;
use domain::ids::DoctorId;
use domain::records::{Command, checklist_for};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    doctor: DoctorId,
}

pub async fn ask(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = room.at_case(request).await?;
    let asked: Ask = request.json()?;

    let checklist = checklist_for(&loaded.case);
    let command = Command::Ask { doctor: asked.doctor, checklist };
    room.act(loaded, &by, command, Vec::new()).await
}
