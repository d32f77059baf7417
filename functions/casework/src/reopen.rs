//! Opening an ended case again, as a new one that goes on from it. Who the member is comes along under
//! new keys; consent is asked for anew.

use crate::Room;
use domain::Case;
use domain::ids::{CaseId, SheetId};
use domain::referral::Command;
use domain::sheet::Class;
use serde::Serialize;
use store::Change;
use web::{Problem, Progress, Request, Response, tagged};

#[derive(Serialize)]
struct Reopened {
    continues: CaseId,
    #[serde(flatten)]
    progress: Progress,
}

pub async fn reopen(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.open(request, &[Class::Contact]).await?;
    request.nothing()?;
    let (ended, details) = (&file.loaded.case, file.member()?);
    let client = &ended.received.as_ref().ok_or_else(Problem::not_found)?.client;
    let client = room.directory.client(client).await?.ok_or_else(Problem::not_found)?;
    let id: CaseId = runtime::random_id().parse().map_err(|_| Problem::not_found())?;
    let sheet: SheetId = runtime::random_id().parse().map_err(|_| Problem::not_found())?;

    let now = room.clock.now();
    let reopen = Command::Reopen {
        ended: Box::new(ended.clone()),
        client: client.clone(),
        details: details.clone(),
        sheet: sheet.clone(),
        rule: room.address_rule,
    };
    let events = Case::new(id.clone()).decide(&by, reopen, now)?;
    let (new, marks) =
        futures::future::try_join(room.files.new_file(&id), room.marks.of(&client.id, &details))
            .await?;
    let sealed = new.seal(&sheet, &details)?;
    let after = room.files.begin(new, sealed, Change::of(&by, events), &marks, now).await?;
    let progress = Progress::of(&after.case, now);
    Ok(tagged(
        &after.case,
        Response::json(201, &Reopened { continues: ended.id.clone(), progress }),
    ))
}
