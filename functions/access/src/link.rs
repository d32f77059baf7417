//! A fresh link in the place of an old one: to the address on file, and nowhere else.

use crate::Room;
use crate::invitation::{bearer, invitation, stands};
use askama::Template;
use domain::access::{self, Command, Standing};
use store::AppendError;
use web::{Nothing, Nurse, Problem, Request, Response, page};

#[derive(Template)]
#[template(path = "link-sent.html")]
struct Sent {
    nurse: Nurse,
}

pub async fn send(room: &Room, request: &Request) -> Result<Response, Problem> {
    let Nothing {} = request.form(&room.base_url)?;
    let token = request.parameter("token")?;
    let invitation = invitation(room, &token).await?;
    let loaded = room.files.cases.load(&invitation.case).await?.ok_or_else(Problem::gone)?;
    if stands(room, &invitation, &loaded.case) == Standing::Over {
        return Err(Problem::gone());
    }
    let nurse = room.nurse(&loaded.case).await?;

    let by = bearer(&invitation.party);
    let ask = Command::AskLink { party: invitation.party, purpose: invitation.purpose };
    let now = room.clock.now();
    let asked = room.files.carry_out(loaded, &by, ask, Vec::new(), Vec::new(), now).await;
    match asked {
        Err(AppendError::Refused(domain::Refusal::Access(access::Refusal::TooManyLinks))) => {
            Err(domain::Refusal::from(access::Refusal::TooManyLinks).into())
        }
        // Whoever has no part in it now is told the same.
        Ok(_) | Err(AppendError::Refused(_)) => {
            Ok(Response::page(200, page::frame("Please look at your mail", &Sent { nurse })?, None))
        }
        Err(error) => Err(error.into()),
    }
}
