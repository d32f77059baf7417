//! Opening a session with a code: the only way to one.

use crate::Room;
use crate::code::{BROWSER_COOKIE, Page, bound};
use crate::invitation::{case_file, standing};
use domain::access::Purpose;
use jiff::ToSpan;
use serde::Deserialize;
use store::{Opened, Session};
use web::{Problem, Request, Response, landing, page, session_cookie};

/// Minutes for which a session lasts.
const SESSION_MINUTES: i64 = 30;

#[derive(Deserialize)]
struct Typed {
    code: String,
}

pub async fn open(room: &Room, request: &Request) -> Result<Response, Problem> {
    let typed: Typed = request.form(&room.base_url)?;
    let token = request.parameter("token")?;
    let browser = request.cookie(BROWSER_COOKIE).unwrap_or_default();
    let invitation = standing(room, &token).await?;
    let file = case_file(room, &invitation).await?;
    let now = room.clock.now();

    let kept =
        room.files.access.try_code(&token, &browser).await?.filter(|code| now < code.expires);
    let digits: String = typed.code.chars().filter(char::is_ascii_digit).collect();
    let Some(kept) = kept.filter(|kept| kept.code == bound(&token, &browser, &digits)) else {
        return wrong(&token);
    };
    let (secret, selector) = (runtime::random_word(), runtime::random_word()[..8].to_owned());
    let session = Session {
        case: invitation.case.clone(),
        epoch: file.loaded.case.access.epoch_of(&invitation.party),
        party: invitation.party,
        purpose: invitation.purpose,
        expires: now.checked_add(SESSION_MINUTES.minutes()).unwrap_or(now),
    };
    match room.files.access.open_session(&token, &kept, &secret, &session).await? {
        Opened::Yes => Ok(welcome(&session, &selector, &secret)),
        Opened::Spent => wrong(&token),
    }
}

/// The same page again: a wrong code, an old one and a spent one look alike.
fn wrong(token: &str) -> Result<Response, Problem> {
    let page = page::frame("Type your code", &Page { token, wrong: true })?;
    Ok(Response::page(422, page, None))
}

fn welcome(session: &Session, selector: &str, secret: &str) -> Response {
    let purpose: Purpose = session.purpose;
    let cookie = session_cookie(selector, &session.case, secret, SESSION_MINUTES * 60);
    Response::see_other(&landing(purpose, selector)).cookie(cookie)
}
