//! The page of a link. It shows nothing of the case, and opening it changes nothing: mail scanners
//! follow links too.

use crate::Room;
use askama::Template;
use casefile::CaseFile;
use domain::access::{self, Party};
use domain::referral::Address;
use domain::sheet::Class;
use domain::{Case, Refusal};
use jiff::Timestamp;
use store::{Invitation, Loaded};
use web::{Problem, Request, Response, page};

#[derive(Template)]
#[template(path = "invitation.html")]
struct Page<'a> {
    token: &'a str,
}

pub async fn show(room: &Room, request: &Request) -> Result<Response, Problem> {
    let token = request.parameter("token")?;
    let invitation = standing(room, &token).await?;
    let loaded = room.files.cases.load(&invitation.case).await?;
    counts(&invitation, loaded.as_ref().map(Loaded::as_ref), room.clock.now())?;

    Ok(Response::page(200, page::frame("Your private page", &Page { token: &token })?, None))
}

/// The invitation that a token opens. Every way in which it does not gives the same answer.
pub async fn standing(room: &Room, token: &str) -> Result<Invitation, Problem> {
    room.files.access.invitation(token).await?.ok_or_else(Problem::gone)
}

/// Opens the case of an invitation, if the invitation still counts.
pub async fn case_file(room: &Room, invitation: &Invitation) -> Result<CaseFile, Problem> {
    let file = room.files.open(&invitation.case, &[Class::Contact]).await?;
    counts(invitation, file.as_ref().map(CaseFile::as_ref), room.clock.now())?;
    file.ok_or_else(Problem::gone)
}

/// Not expired, not ended by a raised epoch, and of a case that has not been erased.
fn counts(invitation: &Invitation, case: Option<&Case>, now: Timestamp) -> Result<(), Problem> {
    let stands = case.is_some_and(|case| {
        now < invitation.expires
            && invitation.epoch == case.access.epoch_of(&invitation.party)
            && case.erased.is_none()
            && case.casework.died.is_none()
    });
    if !stands {
        return Err(Problem::gone());
    }
    // What arrives at the employer's own mail domain the employer could read: no session opens so.
    let readable_by_client = case.is_some_and(|case| case.access.address == Address::AtClient);
    if invitation.party == Party::Member && readable_by_client {
        return Err(Refusal::from(access::Refusal::AddressAtClient).into());
    }
    Ok(())
}
