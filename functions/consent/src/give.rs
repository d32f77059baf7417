//! Giving consent.

use crate::copy::{Occasion, Signing, sealed};
use crate::my_case::own_case;
use crate::{Context, enter};
use casefile::CaseFile;
use domain::consent::Signature;
use domain::consent::{Capacity, Command, DelayAcknowledged, Scope, Sign, Signatory};
use domain::text::PersonName;
use serde::Deserialize;
use std::collections::BTreeSet;
use web::{Problem, Request, Response, Visit};

/// The form as it was posted: every answer starts out as no.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Give {
    statement: u32,
    #[serde(default)]
    scope: BTreeSet<Scope>,
    #[serde(default)]
    delay: Option<String>,
    signatory: Signatory,
    /// Empty unless a representative signs.
    #[serde(default)]
    capacity: Option<Choice>,
    name: PersonName,
}

/// A list of which nothing may be chosen.
#[derive(Deserialize)]
#[serde(untagged)]
enum Choice {
    Capacity(Capacity),
    None(NoRight),
}

#[derive(Deserialize)]
enum NoRight {
    #[serde(rename = "")]
    Chosen,
}

pub async fn give(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked: Give = request.form(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;
    let now = context.now();
    if signed_before(&visit, &file)? {
        return Ok(Response::see_other(&own_case(&visit.selector)));
    }

    let capacity = asked.capacity.and_then(Choice::capacity);
    let capacity = capacity.filter(|_| asked.signatory == Signatory::Representative);
    let session = Some(visit.session());
    let signature = Signature { typed_name: asked.name, session };
    let signing = Signing {
        case: &file.loaded.case,
        signatory: asked.signatory,
        capacity,
        statement: asked.statement,
        scopes: &asked.scope,
        signature: &signature,
        occasion: Occasion::Given,
        at: now,
    };
    let (signature, copy) = sealed(&file, &signing)?;
    let give = Command::Give(Sign {
        signatory: asked.signatory,
        capacity,
        statement: asked.statement,
        scopes: asked.scope,
        delay: asked.delay.map(|_| DelayAcknowledged),
        signature: signature.id.clone(),
        copy: copy.id.clone(),
    });
    context.act_as(&visit, give).sheets([signature, copy]).on(file.loaded).await?;

    Ok(Response::see_other(&own_case(&visit.selector)))
}

/// Whether this very session has signed already: a double click is one consent.
fn signed_before(visit: &Visit, file: &CaseFile) -> Result<bool, Problem> {
    let Ok(standing) = file.loaded.case.standing_consent() else {
        return Ok(false);
    };
    let signature: Signature = file.read(&standing.signature)?;
    Ok(signature.session == Some(visit.session()))
}

impl Choice {
    fn capacity(self) -> Option<Capacity> {
        match self {
            Self::Capacity(capacity) => Some(capacity),
            Self::None(NoRight::Chosen) => None,
        }
    }
}
