//! A fresh link in the place of an old one: to the address on file, and nowhere else.

use crate::Context;
use crate::invitation::{bearer, invitation, standing_now};
use api::NoFields;
use askama::Template;
use domain::access::{self, Command, Standing};
use store::AppendError;
use web::{Nurse, Problem, Request, Response};

#[derive(Template)]
#[template(path = "link-sent.html")]
struct Sent {
    nurse: Nurse,
}

pub async fn send(context: &Context, request: &Request) -> Result<Response, Problem> {
    request.form::<NoFields>(&context.base_url)?;
    let token = request.parameter("token")?;
    let invitation = invitation(context, &token).await?;
    let loaded = context.files.cases.load(&invitation.case).await?.ok_or_else(Problem::gone)?;
    if standing_now(context, &invitation, &loaded.case) == Standing::Over {
        return Err(Problem::gone());
    }
    let next = format!("/i/{token}/link");

    let by = bearer(&invitation.party);
    let ask = Command::AskLink { party: invitation.party, purpose: invitation.purpose };
    let kept = context.kept_form(request, &next)?;
    match context.act(&by, ask).with(kept).on(loaded).await {
        Err(AppendError::Refused(domain::Refusal::Access(access::Refusal::TooManyLinks))) => {
            Err(domain::Refusal::from(access::Refusal::TooManyLinks).into())
        }
        // A person who has no part in it now is told the same.
        Ok(_) | Err(AppendError::Refused(_)) => Ok(Response::see_other(&next)),
        Err(error) => Err(error.into()),
    }
}

/// It says the same to everyone.
pub async fn sent(context: &Context, request: &Request) -> Result<Response, Problem> {
    let invitation = invitation(context, &request.parameter("token")?).await?;
    let loaded = context.files.cases.load(&invitation.case).await?.ok_or_else(Problem::gone)?;
    if standing_now(context, &invitation, &loaded.case) == Standing::Over {
        return Err(Problem::gone());
    }
    let nurse = context.nurse(&loaded.case).await?;
    Response::page("Please look at your email", &Sent { nurse })
}
