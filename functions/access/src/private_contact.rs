//! A private address or mobile, from the holder of a link that was mailed to the employer's own
//! domain. It counts for nothing until a nurse has confirmed it by phone.

use crate::Context;
use crate::invitation::{bearer, invitation, standing_now};
use api::FieldError;
use api::access::PrivateContactForm;
use askama::Template;
use domain::access::TypedContact;
use domain::access::{Command, Standing};
use domain::sheet::Class;
use domain::text::{Email, Line};
use domain::{Case, Private};
use web::{Nurse, Problem, Request, Response};

#[derive(Template)]
#[template(path = "contact-kept.html")]
struct Kept<'a> {
    token: &'a str,
    nurse: Nurse,
}

pub async fn give(context: &Context, request: &Request) -> Result<Response, Problem> {
    let contact = request.form::<PrivateContactForm>(&context.base_url)?;
    let token = request.parameter("token")?;
    let invitation = invitation(context, &token).await?;
    let file = context.files.open(&invitation.case, &[Class::Contact]).await?;
    let file = file.ok_or_else(Problem::gone)?;
    if standing_now(context, &invitation, &file.loaded.case) != Standing::AtClient {
        return Err(Problem::gone());
    }
    if is_at_client(context, &file.loaded.case, &contact).await? {
        let why = "this address is at your employer, too; enter one of your own";
        let error = FieldError { field: "contact".to_owned(), why: why.to_owned() };
        return Err(Problem::bad_fields(vec![error]));
    }
    let next = format!("/i/{token}/private-contact");

    let sheet = file.seal(&TypedContact { contact: contact.into() })?;
    let offer = Command::OfferPrivateContact { contact: sheet.id.clone() };
    let by = bearer(&invitation.party);
    let kept = context.kept_form(request, &next)?;
    context.act(&by, offer).sheet(sheet).with(kept).on(file.loaded).await?;
    Ok(Response::see_other(&next))
}

/// Whether the employer could read what arrives there.
async fn is_at_client(context: &Context, case: &Case, contact: &Line) -> Result<bool, Problem> {
    let Ok(email) = Email::try_from(Private::<String>::from(contact.clone())) else {
        return Ok(false);
    };
    let client = case.received.as_ref().map(|received| &received.client);
    let client = client.ok_or_else(Problem::gone)?;
    let client = context.directory.client(client).await?.ok_or_else(Problem::gone)?;
    Ok(client.owns_mail_domain(&email.domain()))
}

/// It shows nothing of what was given.
pub async fn kept(context: &Context, request: &Request) -> Result<Response, Problem> {
    let token = request.parameter("token")?;
    let invitation = invitation(context, &token).await?;
    let loaded = context.files.cases.load(&invitation.case).await?.ok_or_else(Problem::gone)?;
    if standing_now(context, &invitation, &loaded.case) != Standing::AtClient {
        return Err(Problem::gone());
    }
    let nurse = context.nurse(&loaded.case).await?;
    Response::page("Thank you", &Kept { token: &token, nurse })
}
