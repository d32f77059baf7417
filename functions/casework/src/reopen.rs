//! Opening an ended case again, as a new one that goes on from it. Who the member is comes along under
//! new keys; consent is asked for again.

use crate::Context;
use api::casework::ReopenedCase;
use domain::Case;
use domain::ids::{CaseId, SheetId};
use domain::referral::Command;
use domain::sheet::Class;
use futures::future::try_join;
use handler::{Beginning, progress_of, tagged};
use web::{Problem, Request, Response};

pub async fn reopen(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    request.nothing()?;
    let (ended, details) = (&file.loaded.case, file.member()?);
    let client = &ended.received.as_ref().ok_or_else(Problem::not_found)?.client;
    let covers = context.own.covers.of(client);
    let (client, covers) = try_join(context.directory.client(client), covers).await?;
    let client = client.ok_or_else(Problem::not_found)?;
    let id: CaseId = runtime::new_id();
    let sheet: SheetId = runtime::new_id();

    let now = context.now();
    let (new, marks) =
        try_join(context.files.new_file(&id), context.own.intake.marks.of(&client.id, &details))
            .await?;
    let reopen = Command::Reopen {
        continues: ended.may_go_on(&by, now)?,
        client: client.clone(),
        covers,
        details: details.clone(),
        sheet: sheet.clone(),
        marks: marks.person.clone(),
        rule: context.own.intake.address_rule,
    };
    let new_case = Case::new(id.clone());
    let events = new_case.decide(&by, reopen, now)?;
    let sealed = new.seal(&sheet, &details)?;
    let answer = |case: &Case| {
        let (continues, progress) = (ended.id.clone(), progress_of(case, now));
        tagged(case, Response::json(201, &ReopenedCase { continues, progress }))
    };
    let beginning = Beginning { by, events, file: new, sheet: sealed, marks };
    context.begin(request, beginning, new_case, answer).await
}
