//! Giving consent.

use crate::Room;
use crate::read::SCOPES;
use domain::consent::{Command, DelayAcknowledged, STATEMENTS, Scope, Sign, Signatory};
use domain::ids::SheetId;
use domain::sheet::Signature;
use domain::text::PersonName;
use serde::Deserialize;
use std::collections::BTreeSet;
use store::digest;
use web::{Problem, Request, Response, landing};

/// The form as it was posted: every answer starts out as no.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Give {
    statement: u32,
    #[serde(default)]
    scope: Vec<String>,
    #[serde(default)]
    delay: Option<String>,
    signatory: Signatory,
    name: PersonName,
}

pub async fn give(room: &Room, request: &Request) -> Result<Response, Problem> {
    let asked: Give = request.form(&room.base_url)?;
    let (visit, file) = room.enter(request).await?;

    let signature = file.seal(&Signature { typed_name: asked.name.clone() })?;
    let give = Command::Give(asked.sign(&signature.id)?);
    let still_open = visit.still_open(&room.files.access)?;
    let now = room.clock.now();
    room.files.carry_out(file.loaded, &visit.actor, give, vec![signature], still_open, now).await?;

    Ok(Response::see_other(&landing(domain::access::Purpose::Consent, &visit.selector)))
}

impl Give {
    fn sign(self, signature: &SheetId) -> Result<Sign, Problem> {
        let shown = STATEMENTS.iter().find(|statement| statement.version == self.statement);
        Ok(Sign {
            signatory: self.signatory,
            statement: self.statement,
            statement_hash: digest(shown.map(|statement| statement.text).unwrap_or_default()),
            scopes: self.scope.iter().map(|it| scope(it)).collect::<Result<BTreeSet<_>, _>>()?,
            delay: self.delay.map(|_| DelayAcknowledged),
            signature: signature.clone(),
        })
    }
}

fn scope(field: &str) -> Result<Scope, Problem> {
    let known = SCOPES.iter().find(|(_, name, _)| *name == field);
    known.map(|(scope, _, _)| *scope).ok_or_else(Problem::bad_form)
}
