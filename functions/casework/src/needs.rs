//! Recording what the member needs, after talking with them.

use crate::Room;
use domain::casework::Command;
use domain::directory::Specialty;
use domain::sheet::{Class, Needs};
use domain::{Private, text};
use serde::Deserialize;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    issue: Private<String>,
    needs: Private<String>,
    specialty: Specialty,
}

pub async fn record(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.open(request, &[Class::Clinical]).await?;
    let asked: Record = request.json()?;

    let needs = Needs {
        issue: Private::new(text::prose(asked.issue.reveal())?),
        needs: Private::new(text::prose(asked.needs.reveal())?),
    };
    let sheet = file.seal(&needs)?;
    let command = Command::RecordNeeds { sheet: sheet.id.clone(), specialty: asked.specialty };
    room.act(file.loaded, &by, command, vec![sheet]).await
}
