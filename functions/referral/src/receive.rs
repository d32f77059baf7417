//! Receiving a referral.

use crate::Context;
use api::referral::{Refer, ReferralReceived, ReferredMember};
use domain::ids::{CaseId, SheetId};
use domain::question::ClientStatus;
use domain::referral::{Command, MemberDetails};
use domain::{Actor, Case};
use futures::future;
use handler::{Beginning, Intake};
use web::{Once, Problem, Request, Response, again};

pub async fn receive(context: &Context, request: &Request) -> Result<Response, Problem> {
    let client = context.callers.client(request).await?;
    let once = Once::of(request)?;
    let asked: Refer = request.json()?;
    let (id, sheet): (CaseId, SheetId) = (runtime::new_id(), runtime::new_id());
    let details = details(asked.member);

    let answers = context.files.cases.answers();
    let kept = async {
        match &once {
            Some(once) => once.kept(&answers, context.now()).await,
            None => Ok(None),
        }
    };
    let (kept, entry, covers, file, marks) = future::try_join5(
        kept,
        context.callers.entry(&client),
        async { context.own.covers.of(&client).await.map_err(Problem::from) },
        async { context.files.new_file(&id).await.map_err(Problem::from) },
        async { context.own.intake.marks.of(&client, &details).await.map_err(Problem::from) },
    )
    .await?;
    if let Some(kept) = kept {
        return Ok(again(kept));
    }

    let (by, now) = (Actor::Client(client), context.now());
    let sealed = file.seal(&sheet, &details)?;
    let Intake { address_rule: rule, test_numbers, .. } = context.own.intake;
    let (client, manager) = (entry, asked.manager);
    let person = marks.person.clone();
    let receive = Command::Receive {
        client,
        covers,
        manager,
        details,
        sheet,
        marks: person,
        rule,
        test_numbers,
    };
    let case = Case::new(id);
    let events = case.decide(&by, receive, now)?;
    let beginning = Beginning { by, events, file, sheet: sealed, marks };
    context.begin(request, beginning, case, received).await
}

fn received(case: &Case) -> Response {
    let (id, reference) = (case.id.clone(), case.id.reference());
    Response::json(201, &ReferralReceived { id, reference, status: ClientStatus::Received })
}

fn details(member: ReferredMember) -> MemberDetails {
    let ReferredMember { name, email, phone, birth_date, nhs_number } = member;
    MemberDetails { name, email, phone, birth_date: birth_date.map(Into::into), nhs_number }
}
