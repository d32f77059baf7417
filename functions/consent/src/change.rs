//! Changing what is allowed, signed anew.

use crate::Room;
use crate::copy::{Occasion, Signing, sealed};
use crate::my_case::own_case;
use crate::statement::field;
use askama::Template;
use casefile::CaseFile;
use domain::consent::Signature;
use domain::consent::{Command, Scope};
use domain::sheet::SealedSheet;
use domain::text::PersonName;
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::BTreeSet;
use strum::IntoEnumIterator;
use web::{Problem, Request, Response, page};

#[derive(Template)]
#[template(path = "change.html")]
struct Ask<'a> {
    selector: &'a str,
    scopes: Vec<Choice>,
}

/// A scope with the answer that stands now.
struct Choice {
    field: String,
    words: &'static str,
    allowed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    #[serde(default)]
    scope: BTreeSet<Scope>,
    name: PersonName,
}

pub async fn ask(room: &Room, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = room.enter(request).await?;
    let standing = file.loaded.case.standing_consent()?;

    let choice = |scope: Scope| Choice {
        field: field(&scope),
        words: scope.in_words(),
        allowed: standing.scopes.contains(&scope),
    };
    let body = Ask { selector: &visit.selector, scopes: Scope::iter().map(choice).collect() };
    Ok(Response::page(200, page::frame("Change what you allow", &body)?, None))
}

pub async fn change(room: &Room, request: &Request) -> Result<Response, Problem> {
    let asked: Change = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request).await?;
    let now = room.clock.now();

    let signature = Signature { typed_name: asked.name, session: Some(visit.session()) };
    let (amend, sheets) = amendment(&file, asked.scope, &signature, now)?;
    let still_open = visit.still_open(&room.files.access)?;
    room.files.carry_out(file.loaded, &visit.actor, amend, sheets, still_open, now).await?;

    Ok(Response::see_other(&own_case(&visit.selector)))
}

/// What is allowed from now on, with its signature and its copy.
pub fn amendment(
    file: &CaseFile,
    scopes: BTreeSet<Scope>,
    signature: &Signature,
    now: Timestamp,
) -> Result<(Command, Vec<SealedSheet>), Problem> {
    let standing = file.loaded.case.standing_consent()?;
    let signing = Signing {
        case: &file.loaded.case,
        signatory: standing.signatory,
        capacity: standing.capacity,
        statement: standing.statement,
        scopes: &scopes,
        signature,
        occasion: Occasion::Changed,
        at: now,
    };
    let (signature, copy) = sealed(file, &signing)?;
    let (signed, kept) = (signature.id.clone(), copy.id.clone());
    let amend = Command::Amend { scopes, signature: signed, copy: kept };
    Ok((amend, vec![signature, copy]))
}
