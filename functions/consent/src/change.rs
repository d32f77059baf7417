//! Changing what is allowed, signed again.

use crate::copy::{Occasion, Signing, sealed};
use crate::give::typed_name;
use crate::my_case::own_case;
use crate::statement::field;
use crate::{Context, enter};
use api::consent::ChangeForm;
use askama::Template;
use casefile::CaseFile;
use domain::consent::Signature;
use domain::consent::{Command, Scope, TypedName};
use domain::sheet::SealedSheet;
use jiff::Timestamp;
use std::collections::BTreeSet;
use strum::IntoEnumIterator;
use web::{Filled, Problem, Request, Response, Tick};

#[derive(Template)]
#[template(path = "change.html")]
struct Ask<'a> {
    selector: &'a str,
    form: Filled,
    scopes: Vec<Tick>,
}

pub async fn ask(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let Ok(standing) = file.loaded.case.standing_consent() else {
        return Ok(Response::see_other(&own_case(&visit.selector)));
    };

    let choice = |scope: Scope| Tick {
        value: field(&scope),
        words: scope.in_words(),
        stands: standing.scopes.contains(&scope),
    };
    let form = request.filled("POST /my-case/{session}/change");
    let scopes = Scope::iter().map(choice).collect();
    let body = Ask { selector: &visit.selector, form, scopes };
    Response::page("Change what you allow", &body)
}

pub async fn change(context: &Context, request: &Request) -> Result<Response, Problem> {
    let asked = request.form::<ChangeForm>(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;
    let now = context.now();

    let signature = Signature { typed_name: asked.name, session: Some(visit.session()) };
    let signatory = file.loaded.case.standing_consent()?.signatory;
    let typed = typed_name(&file, signatory, &signature)?;
    let (amend, sheets) = amendment(&file, (asked.scopes, typed), &signature, now)?;
    let act = context.act_as(&visit, amend).sheets(sheets).as_loaded();
    context.lead_on(&visit, act, file.loaded, &own_case(&visit.selector)).await
}

/// What is allowed from now on, with its signature and its copy.
pub fn amendment(
    file: &CaseFile,
    allowed: (BTreeSet<Scope>, TypedName),
    signature: &Signature,
    now: Timestamp,
) -> Result<(Command, Vec<SealedSheet>), Problem> {
    let (scopes, typed) = allowed;
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
    let amend = Command::Amend { scopes, typed, signature: signed, copy: kept };
    Ok((amend, vec![signature, copy]))
}
