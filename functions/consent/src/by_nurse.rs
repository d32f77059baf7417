//! What the nurse does on the member's word: see the consent and who has looked, narrow it, decline,
//! withdraw.

use crate::Room;
use crate::change::amendment;
use crate::readers::lines;
use domain::consent::Signature;
use domain::consent::{Capacity, Command, Copy, Scope, Signatory};
use domain::question::{Item, ReadFor, Reading, may_disclose};
use domain::text::PersonName;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use web::{Problem, Request, Response, progress, reader, tagged};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    scopes: BTreeSet<Scope>,
    /// Who asked for it, as they named themselves.
    name: PersonName,
}

#[derive(Serialize)]
struct Shown {
    consent: Option<Agreed>,
    withdrawn: Option<Timestamp>,
    /// The receipt: every recipient and item, with why and when.
    disclosed: Vec<Disclosed>,
}

#[derive(Serialize)]
struct Agreed {
    on: Timestamp,
    signed_by: String,
    signatory: Signatory,
    capacity: Option<Capacity>,
    statement: u32,
    scopes: BTreeSet<Scope>,
    copies: Vec<Copy>,
}

#[derive(Serialize)]
struct Disclosed {
    to: String,
    what: String,
    why: &'static str,
    when: String,
}

pub async fn show(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.at_case(request).await?;
    let (case, now) = (&file.loaded.case, room.clock.now());
    let reader = reader(&by)?;
    for item in [Item::Consent, Item::AccessLog] {
        may_disclose(case, item, &reader, now).map_err(|_| Problem::not_found())?;
    }
    let lines = lines(room, &file).await?.into_iter();
    let consent = case.consent.consent.as_ref().map(|it| -> Result<Agreed, Problem> {
        let signature: Signature = file.read(&it.signature)?;
        Ok(Agreed {
            on: it.at,
            signed_by: signature.typed_name.reveal().to_owned(),
            signatory: it.signatory,
            capacity: it.capacity,
            statement: it.statement,
            scopes: it.scopes.clone(),
            copies: it.copies.clone(),
        })
    });
    let shown = Shown {
        consent: consent.transpose()?,
        withdrawn: case.consent.withdrawn,
        disclosed: lines
            .map(|it| Disclosed { to: it.who, what: it.what, why: it.why, when: it.when })
            .collect(),
    };
    let answer = tagged(case, Response::json(200, &shown));
    let items = [Item::Consent, Item::AccessLog];
    let reading = Reading::new(&by, &items, ReadFor::Casework, now);
    room.files.note_read(&case.id, reading).await?;
    Ok(answer)
}

pub async fn change(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (by, file) = room.at_case(request).await?;
    let asked: Change = request.json()?;
    let now = room.clock.now();

    let signature = Signature { typed_name: asked.name, session: None };
    let (amend, sheets) = amendment(&file, asked.scopes, &signature, now)?;
    let after = room.files.carry_out(file.loaded, &by, amend, sheets, Vec::new(), now).await?;
    Ok(progress(&after.case, now))
}

pub async fn decline(room: &Room, request: &Request) -> Result<Response, Problem> {
    end(room, request, Command::Decline { reason: None }).await
}

pub async fn withdraw(room: &Room, request: &Request) -> Result<Response, Problem> {
    end(room, request, Command::Withdraw { reason: None }).await
}

async fn end(room: &Room, request: &Request, command: Command) -> Result<Response, Problem> {
    let (by, file) = room.at_case(request).await?;
    request.nothing()?;
    let now = room.clock.now();
    let after =
        room.files.carry_out(file.loaded, &by, command, Vec::new(), Vec::new(), now).await?;
    Ok(progress(&after.case, now))
}
