//! Giving consent: the answers are checked, may be changed, and are signed.

use crate::copy::{Occasion, Signing, sealed};
use crate::my_case::own_case;
use crate::{Context, check, enter, statement};
use api::consent::{FormStep, GiveForm, GivenConsent};
use casefile::CaseFile;
use domain::Actor;
use domain::consent::{Command, Sign, Signatory, Signature, TypedName};
use domain::ids::SheetId;
use web::{Problem, Request, Response, Visit};

pub async fn give(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked = request.form::<GiveForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;
    if statement::is_answered(&file) && asked.step != FormStep::Sign {
        return Ok(Response::see_other(&own_case(&visit.selector)));
    }
    match asked.step {
        FormStep::Check => {
            would_be_taken(context, &asked, &file)?;
            check::show(context, &visit, &file, &asked, request.typed()).await
        }
        FormStep::Change => statement::to_sign(context, &visit, &file, request.typed()).await,
        FormStep::Sign => sign(context, &visit, file, asked).await,
    }
}

/// What stands in the way of signing is said before the answers are checked. Nothing is written.
fn would_be_taken(context: &Context, asked: &GivenConsent, file: &CaseFile) -> Result<(), Problem> {
    let unwritten = runtime::new_id::<SheetId>();
    let command = Command::Give(Sign {
        signatory: asked.signatory,
        capacity: asked.capacity,
        statement: asked.statement,
        scopes: asked.scopes.clone(),
        typed: TypedName::default(),
        delay: asked.delay,
        signature: unwritten.clone(),
        copy: unwritten,
    });
    file.loaded.case.decide(&Actor::Member, command, context.now())?;
    Ok(())
}

async fn sign(
    context: &Context,
    visit: &Visit,
    file: CaseFile,
    asked: GivenConsent,
) -> Result<Response, Problem> {
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
    let act = context.act_as(visit, give).sheets([signature, copy]).as_loaded();
    context.lead_on(visit, act, file.loaded, &own_case(&visit.selector)).await
}

/// Whether the name that was typed to sign is the member's, spelling apart.
pub fn typed_name(
    file: &CaseFile,
    signatory: Signatory,
    signature: &Signature,
) -> Result<TypedName, Problem> {
    Ok(TypedName::of(signatory, &signature.typed_name, &file.member()?.name))
}
