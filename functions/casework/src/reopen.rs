//! Opening an ended case again, as a new one that goes on from it. Who the member is comes along under
//! new keys; consent is asked for again.

use crate::Context;
use domain::Case;
use domain::ids::{CaseId, SheetId};
use domain::referral::Command;
use domain::sheet::Class;
use handler::{Progress, tagged};
use serde::Serialize;
use store::Change;
use web::{Problem, Request, Response};

#[derive(Serialize)]
struct Reopened {
    continues: CaseId,
    #[serde(flatten)]
    progress: Progress,
}

pub async fn reopen(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    request.nothing()?;
    let (ended, details) = (&file.loaded.case, file.member()?);
    let client = &ended.received.as_ref().ok_or_else(Problem::not_found)?.client;
    let client = context.directory.client(client).await?.ok_or_else(Problem::not_found)?;
    let id: CaseId = runtime::new_id();
    let sheet: SheetId = runtime::new_id();

    let now = context.now();
    let reopen = Command::Reopen {
        continues: ended.may_go_on(&by, now)?,
        client: client.clone(),
        details: details.clone(),
        sheet: sheet.clone(),
        rule: context.own.address_rule,
    };
    let events = Case::new(id.clone()).decide(&by, reopen, now)?;
    let (new, marks) = futures::future::try_join(
        context.files.new_file(&id),
        context.own.marks.of(&client.id, &details),
    )
    .await?;
    let sealed = new.seal(&sheet, &details)?;
    let after = context.files.begin(new, sealed, Change::of(&by, events), &marks, now).await?;
    let progress = Progress::of(&after.case, now);
    Ok(tagged(
        &after.case,
        Response::json(201, &Reopened { continues: ended.id.clone(), progress }),
    ))
}
