//! Receiving a referral.

use crate::Context;
use domain::ids::{CaseId, ManagerId, SheetId};
use domain::nhs_number::NhsNumber;
use domain::referral::Command;
use domain::referral::MemberDetails;
use domain::text::{Email, PersonName, Phone};
use domain::{Actor, Case, Private};
use futures::future;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{AppendError, Change, Clash};
use web::{Once, Problem, Request, Response};

/// What a client sends. No clinical detail is asked, and none is let in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refer {
    manager: ManagerId,
    member: Member,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Member {
    name: PersonName,
    email: Email,
    #[serde(default)]
    phone: Option<Phone>,
    birth_date: Private<Date>,
    #[serde(default)]
    nhs_number: Option<NhsNumber>,
}

#[derive(Serialize)]
struct Received {
    id: CaseId,
    reference: String,
    status: &'static str,
}

pub async fn receive(context: &Context, request: &Request) -> Result<Response, Problem> {
    let client = context.callers.client(request).await?;
    let once = Once::of(request, client.as_str())?;
    let asked: Refer = request.json()?;
    let (id, sheet) = (new_id::<CaseId>()?, new_id::<SheetId>()?);
    let details = details(asked.member);

    let (answered, entry, file, marks) = future::try_join4(
        once.answered(&context.files.access),
        context.callers.entry(&client),
        async { context.files.new_file(&id).await.map_err(Problem::from) },
        async { context.own.marks.of(&client, &details).await.map_err(Problem::from) },
    )
    .await?;
    if let Some(answer) = answered {
        return Ok(answer);
    }

    let (by, now) = (Actor::Client(client.clone()), context.now());
    let sealed = file.seal(&sheet, &details)?;
    let (manager, rule) = (asked.manager, context.own.address_rule);
    let receive = Command::Receive { client: entry, manager, details, sheet, rule };
    let events = Case::new(id.clone()).decide(&by, receive, now)?;
    let answer =
        Response::json(201, &Received { reference: id.reference(), id, status: "received" });
    let kept = once.keep(&context.files.access, &answer, now)?;
    let change = Change::of(&by, events).with(kept);
    match context.files.begin(file, sealed, change, &marks, now).await {
        Ok(_) => Ok(answer),
        Err(AppendError::Clash(Clash::Answer)) => {
            once.answered(&context.files.access).await?.ok_or_else(Problem::not_found)
        }
        Err(error) => Err(error.into()),
    }
}

fn details(member: Member) -> MemberDetails {
    let Member { name, email, phone, birth_date, nhs_number } = member;
    MemberDetails { name, email, phone, birth_date, nhs_number }
}

fn new_id<T: std::str::FromStr>() -> Result<T, Problem> {
    runtime::random_id().parse().map_err(|_| Problem::not_found())
}
