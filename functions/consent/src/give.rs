//! Giving consent.

use crate::copy::{Occasion, Signing, sealed};
use crate::my_case::own_case;
use crate::{Context, enter};
use api::consent::GiveForm;
use casefile::CaseFile;
use domain::consent::{Command, Sign, Signatory, Signature, TypedName};
use web::{Problem, Request, Response};

pub async fn give(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked = request.form::<GiveForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;
    let now = context.now();
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
    let act = context.act_as(&visit, give).sheets([signature, copy]).as_loaded();
    context.lead_on(&visit, act, file.loaded, &own_case(&visit.selector)).await
}

/// Whether the name that was typed to sign is the member's, spelling apart.
pub fn typed_name(
    file: &CaseFile,
    signatory: Signatory,
    signature: &Signature,
) -> Result<TypedName, Problem> {
    Ok(TypedName::of(signatory, &signature.typed_name, &file.member()?.name))
}
