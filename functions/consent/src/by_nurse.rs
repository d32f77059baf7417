//! What the nurse does on the member's word: see the consent and who has looked, narrow it, decline,
//! withdraw.

use crate::Context;
use crate::change::amendment;
use crate::ending::with_reason;
use crate::readers::{DisclosureLine, lines};
use api::consent::{
    ChangeConsent, CheckSignature, ConsentGiven, ConsentShown, DisclosureShown, EndConsent,
    SignatureHeard,
};
use casefile::CaseFile;
use domain::consent::{Command, Consent, EndingReason, Signature, TypedName};
use domain::ids::SheetId;
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
        reason: reason(&file, &look)?,
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
        to_confirm: given.to_confirm,
        copies: given.copies.clone(),
    })
}

/// Why somebody said no or took their consent back, if they said so.
fn reason(file: &CaseFile, look: &Look) -> Result<Option<Shown<String>>, Problem> {
    let Some(sheet) = &file.loaded.case.consent.ended_for else {
        return Ok(None);
    };
    let reason: Shown<EndingReason> = file.show(look, Item::Consent, sheet)?;
    Ok(Some(reason.part(|reason| &reason.reason)))
}

fn disclosed(line: DisclosureLine) -> DisclosureShown {
    let DisclosureLine { who, what, why, when } = line;
    DisclosureShown { to: who, what, why: why.to_owned(), when }
}

pub async fn change(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    let asked: ChangeConsent = request.json()?;

    let signature = Signature { typed_name: asked.name, session: None };
    // It is the nurse who heard them.
    let allowed = (asked.scopes, TypedName::Fits);
    let (amend, sheets) = amendment(&file, allowed, &signature, context.now())?;
    let act = context.act(&by, amend).sheets(sheets).as_loaded();
    context.progress(request, act, file.loaded).await
}

/// What whoever signed said when the nurse phoned them.
pub async fn check_signature(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: CheckSignature = request.json()?;

    let command = match asked.heard {
        SignatureHeard::Confirmed => Command::ConfirmSignature,
        SignatureHeard::Refused => Command::RefuseSignature,
    };
    context.progress(request, context.act(&by, command), loaded).await
}

pub async fn decline(context: &Context, request: &Request) -> Result<Response, Problem> {
    end(context, request, |reason| Command::Decline { reason }).await
}

pub async fn withdraw(context: &Context, request: &Request) -> Result<Response, Problem> {
    end(context, request, |reason| Command::Withdraw { reason }).await
}

async fn end(
    context: &Context,
    request: &Request,
    command: impl FnOnce(Option<SheetId>) -> Command,
) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    let asked: EndConsent = request.json()?;

    let (command, reason) = with_reason(&file, asked, command)?;
    context.progress(request, context.act(&by, command).sheets(reason), file.loaded).await
}
