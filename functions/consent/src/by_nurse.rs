//! What the nurse does on the member's word: see the consent and who has looked, narrow it, decline,
//! withdraw.

use crate::Context;
use crate::change::amendment;
use crate::readers::lines;
use domain::consent::Signature;
use domain::consent::{Capacity, Command, KeptCopy, Scope, Signatory};
use domain::question::{Item, ReadFor, Reading, may_disclose};
use domain::sheet::Class;
use domain::text::PersonName;
use handler::{progress, tagged};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use web::{Problem, Request, Response, reader};

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
    copies: Vec<KeptCopy>,
}

#[derive(Serialize)]
struct Disclosed {
    to: String,
    what: String,
    why: &'static str,
    when: String,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    let (case, now) = (&file.loaded.case, context.now());
    let reader = reader(&by)?;
    for item in [Item::Consent, Item::AccessLog] {
        may_disclose(case, item, &reader, now).map_err(|_| Problem::not_found())?;
    }
    let lines = lines(context, &file).await?.into_iter();
    let consent = case.consent.given.as_ref().map(|given| -> Result<Agreed, Problem> {
        let signature: Signature = file.read(&given.signature)?;
        Ok(Agreed {
            on: given.at,
            signed_by: signature.typed_name.reveal().to_owned(),
            signatory: given.signatory,
            capacity: given.capacity,
            statement: given.statement,
            scopes: given.scopes.clone(),
            copies: given.copies.clone(),
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
    context.files.note_read(&case.id, reading).await?;
    Ok(answer)
}

pub async fn change(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    let asked: Change = request.json()?;
    let now = context.now();

    let signature = Signature { typed_name: asked.name, session: None };
    let (amend, sheets) = amendment(&file, asked.scopes, &signature, now)?;
    let after = context.act(&by, amend).sheets(sheets).on(file.loaded).await?;
    Ok(progress(&after.case, now))
}

pub async fn decline(context: &Context, request: &Request) -> Result<Response, Problem> {
    end(context, request, Command::Decline { reason: None }).await
}

pub async fn withdraw(context: &Context, request: &Request) -> Result<Response, Problem> {
    end(context, request, Command::Withdraw { reason: None }).await
}

async fn end(context: &Context, request: &Request, command: Command) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    request.nothing()?;
    let now = context.now();
    let after = context.act(&by, command).on(file.loaded).await?;
    Ok(progress(&after.case, now))
}
