//! Giving consent.

use crate::copy::{Occasion, Signing, sealed};
use crate::my_case::own_case;
use crate::{Context, enter};
use api::consent::GiveForm;
use casefile::CaseFile;
use domain::consent::{Command, Sign, Signatory, Signature, TypedName};
use web::{Problem, Request, Response, Visit};

pub async fn give(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked = request.form::<GiveForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;
    let now = context.now();
    if signed_before(&visit, &file)? {
        return Ok(Response::see_other(&own_case(&visit.selector)));
    }

    let signature = Signature { typed_name: asked.name, session: Some(visit.session()) };
    let signing = Signing {
        case: &file.loaded.case,
        signatory: asked.signatory,
        capacity: asked.capacity,
        statement: asked.statement,
        scopes: &asked.scopes,
        signature: &signature,
        occasion: Occasion::Given,
        at: now,
    };
    let typed = typed_name(&file, asked.signatory, &signature)?;
    let (signature, copy) = sealed(&file, &signing)?;
    let give = Command::Give(Sign {
        signatory: asked.signatory,
        capacity: asked.capacity,
        statement: asked.statement,
        scopes: asked.scopes,
        typed,
        delay: asked.delay,
        signature: signature.id.clone(),
        copy: copy.id.clone(),
    });
    context.act_as(&visit, give).sheets([signature, copy]).on(file.loaded).await?;

    Ok(Response::see_other(&own_case(&visit.selector)))
}

/// Whether the name that was typed to sign is the member's, spelling apart.
pub fn typed_name(
    file: &CaseFile,
    signatory: Signatory,
    signature: &Signature,
) -> Result<TypedName, Problem> {
    Ok(TypedName::of(signatory, &signature.typed_name, &file.member()?.name))
}

/// Whether this very session has signed already: a double click is one consent.
fn signed_before(visit: &Visit, file: &CaseFile) -> Result<bool, Problem> {
    let Ok(standing) = file.loaded.case.standing_consent() else {
        return Ok(false);
    };
    let signature: Signature = file.read(&standing.signature)?;
    Ok(signature.session == Some(visit.session()))
}
