//! What the nurse does on the member's word: see the consent and who has looked, narrow it, decline,
//! withdraw.

use crate::Context;
use crate::change::amendment;
use crate::readers::{DisclosureLine, lines};
use api::consent::{ChangeConsent, ConsentGiven, ConsentShown, DisclosureShown};
use casefile::CaseFile;
use domain::consent::{Command, Consent, Signature};
use domain::question::{Item, Look, Looking, ReadFor, Shown};
use domain::sheet::Class;
use handler::tagged;
use web::{Problem, Request, Response};

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    let case = &file.loaded.case;
    let looking = Looking::at(&[Item::Consent, Item::AccessLog], ReadFor::Casework);
    let look = context.look(&by, case, looking).await?;

    let given = case.consent.given.as_ref();
    let lines = lines(context, &file, &look).await?;
    let shown = ConsentShown {
        consent: given.map(|given| agreed(&file, &look, given)).transpose()?,
        withdrawn: case.consent.withdrawn,
        disclosed: lines.into_iter().map(disclosed).collect(),
    };
    Ok(tagged(case, Response::json(200, &shown)))
}

fn agreed(file: &CaseFile, look: &Look, given: &Consent) -> Result<ConsentGiven, Problem> {
    let signature: Shown<Signature> = file.show(look, Item::Consent, &given.signature)?;
    Ok(ConsentGiven {
        on: given.at,
        signed_by: signature.part(|signature| &signature.typed_name),
        signatory: given.signatory,
        capacity: given.capacity,
        statement: given.statement,
        scopes: given.scopes.clone(),
        copies: given.copies.clone(),
    })
}

fn disclosed(line: DisclosureLine) -> DisclosureShown {
    let DisclosureLine { who, what, why, when } = line;
    DisclosureShown { to: who, what, why: why.to_owned(), when }
}

pub async fn change(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    let asked: ChangeConsent = request.json()?;

    let signature = Signature { typed_name: asked.name, session: None };
    let (amend, sheets) = amendment(&file, asked.scopes, &signature, context.now())?;
    let act = context.act(&by, amend).sheets(sheets);
    context.progress(request, act, file.loaded).await
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
    context.progress(request, context.act(&by, command), file.loaded).await
}
