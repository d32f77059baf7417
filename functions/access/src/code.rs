//! Sending a code: six digits, ten minutes, to the address on file only, bound to this browser.

use crate::Room;
use crate::invitation::{case_file, standing};
use askama::Template;
use casefile::{Addressee, CaseFile};
use domain::access::Party;
use domain::calendar::london;
use domain::notify::LetterKind;
use domain::text::Email;
use jiff::ToSpan;
use mail::{Envelope, Words, compose};
use serde::Deserialize;
use store::{CodePut, Invitation, OneTimeCode, digest};
use web::{Problem, Request, Response, page};

/// Minutes for which a code works.
const CODE_MINUTES: i64 = 10;
/// The cookie that binds a code to the browser that asked for it.
pub const BROWSER_COOKIE: &str = "__Host-browser";

/// The form has only a button.
#[derive(Deserialize)]
struct Nothing {}

#[derive(Template)]
#[template(path = "code.html")]
pub struct Page<'a> {
    pub token: &'a str,
    pub wrong: bool,
}

pub async fn send(room: &Room, request: &Request) -> Result<Response, Problem> {
    let Nothing {} = request.form(&room.base_url)?;
    let token = request.parameter("token")?;
    let invitation = standing(room, &token).await?;
    let file = case_file(room, &invitation).await?;
    let to = addressee(room, &file, &invitation.party).await?.ok_or_else(Problem::gone)?;

    let (digits, browser) = (runtime::random_digits(), runtime::random_word());
    let expires = room.clock.now().checked_add(CODE_MINUTES.minutes()).unwrap_or_default();
    let code =
        OneTimeCode { code: bound(&token, &browser, &digits), browser: digest(&browser), expires };
    let day = london(room.clock.now()).date().to_string();
    if room.files.access.put_code(&token, &code, &day).await? == CodePut::TooMany {
        let detail = "too many codes were sent today; please phone the nurse";
        return Err(Problem::new(429, "too-many-codes", detail));
    }
    mail(room, &invitation, &to, digits).await?;

    let page = page::frame("Type your code", &Page { token: &token, wrong: false })?;
    let cookie = format!(
        "{BROWSER_COOKIE}={browser}; Path=/; Max-Age={}; Secure; HttpOnly; SameSite=Strict",
        CODE_MINUTES * 60
    );
    Ok(Response::page(200, page, None).cookie(cookie))
}

/// What is kept of a code: without the browser's secret the six digits cannot be guessed from it.
pub fn bound(token: &str, browser: &str, digits: &str) -> String {
    digest(&format!("{token}\n{browser}\n{digits}"))
}

async fn addressee(
    room: &Room,
    file: &CaseFile,
    party: &Party,
) -> Result<Option<Addressee>, Problem> {
    let Party::Specialist(id) = party else {
        return Ok(file.addressee(party)?);
    };
    let specialist = room.directory.specialist(id).await?;
    Ok(specialist.and_then(|it| {
        Email::parse(&it.email).ok().map(|email| Addressee { name: it.name, email })
    }))
}

async fn mail(
    room: &Room,
    invitation: &Invitation,
    to: &Addressee,
    digits: String,
) -> Result<(), Problem> {
    let letter = compose(LetterKind::Code, &Words { code: digits, ..Words::default() })?;
    let case = invitation.case.as_str();
    let envelope = Envelope { to: &to.email, reply_to: None, case, sequence: 0, calendar: None };
    Ok(room.post.send(envelope, &letter).await?)
}
