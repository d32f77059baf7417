//! Consent that was given on paper or by phone, recorded by the nurse with its scan.

use crate::Context;
use crate::copy::{Occasion, Signing, sealed};
use domain::consent::Signature;
use domain::consent::{Capacity, Command, DelayAcknowledged, Heard, Scope, Sign, Signatory};
use domain::ids::DocumentId;
use domain::sheet::Class;
use domain::text::PersonName;
use handler::progress;
use serde::Deserialize;
use std::collections::BTreeSet;
use web::{Problem, Request, Response};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    statement: u32,
    scopes: BTreeSet<Scope>,
    /// That the person said so themselves, on the paper or on the phone.
    knows_of_delay: bool,
    signatory: Signatory,
    #[serde(default)]
    capacity: Option<Capacity>,
    name: PersonName,
    heard: Heard,
    scan: DocumentId,
}

pub async fn record(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    let asked: Record = request.json()?;
    let now = context.now();

    let signature = Signature { typed_name: asked.name, session: None };
    let signing = Signing {
        case: &file.loaded.case,
        signatory: asked.signatory,
        capacity: asked.capacity,
        statement: asked.statement,
        scopes: &asked.scopes,
        signature: &signature,
        occasion: Occasion::Heard(asked.heard),
        at: now,
    };
    let (signature, copy) = sealed(&file, &signing)?;
    let sign = Sign {
        signatory: asked.signatory,
        capacity: asked.capacity,
        statement: asked.statement,
        scopes: asked.scopes,
        delay: asked.knows_of_delay.then_some(DelayAcknowledged),
        signature: signature.id.clone(),
        copy: copy.id.clone(),
    };
    let record = Command::Record { sign, heard: asked.heard, scan: asked.scan };
    let after = context.act(&by, record).sheets([signature, copy]).on(file.loaded).await?;
    Ok(progress(&after.case, now))
}
