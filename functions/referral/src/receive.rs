//! Receiving a referral.

use crate::Room;
use domain::ids::{CaseId, ManagerId, SheetId};
use domain::nhs_number::NhsNumber;
use domain::referral::Command;
use domain::sheet::{Class, MemberDetails, SealedSheet, WrappedKeys};
use domain::text::{Email, PersonName, Phone};
use domain::{Actor, Case, Private};
use futures::future;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{AppendError, Change, Clash, Loaded, Part};
use vault::NewKeys;
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

pub async fn receive(room: &Room, request: &Request) -> Result<Response, Problem> {
    let client = room.callers.client(request).await?;
    let once = Once::of(request, client.as_str())?;
    let asked: Refer = request.json()?;
    let (id, sheet) = (new_id::<CaseId>()?, new_id::<SheetId>()?);
    let details = details(asked.member);

    let (answered, entry, keys, marks) = future::try_join4(
        once.answered(&room.access),
        room.callers.entry(&client),
        async { room.vault.new_keys(&id).await.map_err(Problem::from) },
        async { room.marks.of(&client, &details).await.map_err(Problem::from) },
    )
    .await?;
    if let Some(answer) = answered {
        return Ok(answer);
    }

    let by = Actor::Client(client.clone());
    let sealed = sealed(&keys, &sheet, &details)?;
    let (manager, rule) = (asked.manager, room.address_rule);
    let receive = Command::Receive { client: entry, manager, details, sheet, rule };
    let events = Case::new(id.clone()).decide(&by, receive, room.clock.now())?;
    let answer = Response::json(
        201,
        &Received { reference: id.reference(), id: id.clone(), status: "received" },
    );
    let change = Change::of(&by, events)
        .with(room.sheets.put(&id, sealed)?)
        .with(room.keys.put(&id, wrapped(keys))?)
        .with(once.keep(&room.access, &answer, room.clock.now())?);
    append(room, id, change, &marks, &once, answer).await
}

/// Claims the member along with the case. Where a claim stands, the case that holds it decides.
async fn append(
    room: &Room,
    id: CaseId,
    change: Change,
    marks: &[String],
    once: &Once,
    answer: Response,
) -> Result<Response, Problem> {
    let claims = |ended: &[Option<CaseId>]| -> Result<Vec<Part>, Problem> {
        let claim = |(mark, ended): (&String, &Option<CaseId>)| {
            room.access.claim_member(mark, &id, ended.as_ref()).map_err(Problem::from)
        };
        marks.iter().zip(ended).map(claim).collect()
    };
    let fresh = change.clone().with(claims(&vec![None; marks.len()])?);
    let now = room.clock.now();
    let mut outcome = room.cases.append(Loaded::new(id.clone()), fresh, now).await;
    if let Err(AppendError::Clash(Clash::Duplicate)) = outcome {
        let ended = ended_claims(room, marks).await?;
        let taken_over = change.with(claims(&ended)?);
        outcome = room.cases.append(Loaded::new(id.clone()), taken_over, now).await;
    }
    match outcome {
        Ok(_) => Ok(answer),
        Err(AppendError::Clash(Clash::Answer)) => {
            once.answered(&room.access).await?.ok_or_else(Problem::not_found)
        }
        Err(error) => Err(error.into()),
    }
}

/// The ended cases that hold the marks; a live one is the duplicate.
async fn ended_claims(room: &Room, marks: &[String]) -> Result<Vec<Option<CaseId>>, Problem> {
    let mut ended = Vec::new();
    for mark in marks {
        let holder = room.access.member_claim(mark).await?;
        if let Some(holder) = &holder {
            let live = room.cases.load(holder).await?.is_some_and(|it| it.case.ended.is_none());
            if live {
                return Err(AppendError::Clash(Clash::Duplicate).into());
            }
        }
        ended.push(holder);
    }
    Ok(ended)
}

fn details(member: Member) -> MemberDetails {
    let Member { name, email, phone, birth_date, nhs_number } = member;
    MemberDetails { name, email, phone, birth_date, nhs_number }
}

fn sealed(keys: &NewKeys, id: &SheetId, details: &MemberDetails) -> Result<SealedSheet, Problem> {
    let sealed = keys.contact.seal(id, details)?;
    Ok(SealedSheet { id: id.clone(), class: Class::Contact, sealed })
}

fn wrapped(keys: NewKeys) -> WrappedKeys {
    WrappedKeys { contact: keys.contact_wrapped, clinical: keys.clinical_wrapped }
}

fn new_id<T: std::str::FromStr>() -> Result<T, Problem> {
    runtime::random_id().parse().map_err(|_| Problem::not_found())
}
