//! The page of a link. It shows nothing of the case, and opening it changes nothing: mail scanners
//! follow links too.

use crate::Context;
use crate::end;
use askama::Template;
use casefile::CaseFile;
use domain::Case;
use domain::Party;
use domain::access::{Standing, standing};
use domain::sheet::Class;
use store::Invitation;
use web::{Brand, Filled, Problem, Request, Response};

#[derive(Template)]
#[template(path = "invitation.html")]
struct InvitationPage<'a> {
    token: &'a str,
    brand: &'a Brand,
}

#[derive(Template)]
#[template(path = "private-contact.html")]
struct AskContact<'a> {
    token: &'a str,
    form: Filled,
    brand: &'a Brand,
}

pub async fn show(context: &Context, request: &Request) -> Result<Response, Problem> {
    let token = request.parameter("token")?;
    let invitation = invitation(context, &token).await?;
    let case = context.files.cases.load(&invitation.case).await?.ok_or_else(Problem::gone)?.case;

    let brand = &context.own.brand;
    match standing_now(context, &invitation, &case) {
        Standing::Open => {
            let body = InvitationPage { token: &token, brand };
            Response::page("Your private page", &body)
        }
        Standing::AtClient => {
            let form = request.filled("POST /i/{token}/private-contact");
            let body = AskContact { token: &token, form, brand };
            Response::page("A private address, please", &body)
        }
        ended => end::page(context, &token, &invitation, &case, ended).await,
    }
}

/// The invitation that a token opens. Every way in which there is none gives the same answer.
pub async fn invitation(context: &Context, token: &str) -> Result<Invitation, Problem> {
    context.files.access.invitation(token).await?.ok_or_else(Problem::gone)
}

pub fn standing_now(context: &Context, invitation: &Invitation, case: &Case) -> Standing {
    let Invitation { party, epoch, expires, .. } = invitation;
    standing(case, party, *epoch, *expires, context.now())
}

/// What is behind a link: its case, or the page that says why it does not open.
pub enum Door {
    Open(Invitation, Box<CaseFile>),
    Shut(Response),
}

pub async fn door(context: &Context, token: &str) -> Result<Door, Problem> {
    let invitation = invitation(context, token).await?;
    let file = context.files.open(&invitation.case, &[Class::Contact]).await?;
    let file = file.ok_or_else(Problem::gone)?;
    let case = &file.loaded.case;
    match standing_now(context, &invitation, case) {
        Standing::Open => Ok(Door::Open(invitation, Box::new(file))),
        // The page of the link says what is needed instead.
        Standing::AtClient => Ok(Door::Shut(Response::see_other(&format!("/i/{token}")))),
        ended => Ok(Door::Shut(end::page(context, token, &invitation, case, ended).await?)),
    }
}

/// The actor that someone is who only holds a link.
pub fn bearer(party: &Party) -> domain::Actor {
    domain::Actor::Bearer(party.clone())
}
